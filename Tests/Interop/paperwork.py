"""A district whose records have a form each: made with the saphan program alone, as a person would make them."""

import json
import os
import subprocess

OFFICE = "40010000"
SCHOOL = "40010001"


class Desk:
    """One hub in a folder."""

    def __init__(self, program, folder):
        self.program, self.folder = program, f"{folder}/hub"
        self.environment = dict(os.environ, SAPHAN_STATE=f"{folder}/state", SAPHAN_MACHINE="paperwork")
        self.call("hub", "init", "--office", OFFICE, "--name", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1")

    def call(self, *words, fails=False):
        """The answer of one command."""
        line = [self.program, *words, "--json"] + ([] if "--list" in words else ["--dir", self.folder])
        done = subprocess.run(line, capture_output=True, text=True, env=self.environment, timeout=120, check=False)
        if (done.returncode != 0) != fails:
            raise RuntimeError(f"{' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def new(self, collection, space=None, by=None, /, **values):
        """The id of a new record."""
        words = ["new", collection] + [f"{name}={value}" for name, value in values.items()]
        words += ["--space", space] if space else []
        return self.call(*words, *(["--as", by] if by else []))["id"]

    def set(self, collection, record, **values):
        """Changes a record."""
        self.call("set", collection, record, *[f"{name}={value}" for name, value in values.items()])


def references(desk):
    """School, category, systems, people."""
    desk.new("school", smis_code=SCHOOL, name_th="บ้านหนองแวงตัวอย่าง")
    category = desk.new("category", kind="equipment", code="7440", name_th="ครุภัณฑ์คอมพิวเตอร์")
    systems = [
        desk.new("system", name=name, kind="mis", level=level)
        for name, level in [("ระบบ DMC", "obec"), ("ระบบ e-Office", "office"), ("ระบบเงินเดือน e-Money", "office")]
    ]
    people = [
        desk.new(
            "person", "office", title_th="นางสาว", first_th=first, last_th=last, position=position,
            unit="กลุ่มส่งเสริมการศึกษาทางไกลฯ", phone="043-000-001", email="somying@example.org")
        for first, last, position in [
            ("สมหญิง", "ใจดี", "นักวิชาการคอมพิวเตอร์ปฏิบัติการ"), ("กุ้งนาง", "ปูปลื้ม", "ครูชำนาญการพิเศษ"),
            ("ญาณี", "ฐิติฐาน", "เจ้าพนักงานธุรการชำนาญงาน")]
    ]
    return category, systems, people


def assets(desk, category):
    """Computers with Thai and plain numbers."""
    found = []
    for index, number in enumerate(["7440-001-0001/2566", "คพ.7440-001-0002/2566", "๗๔๔๐-๐๐๑-๐๐๐๓/๒๕๖๖"] + [
            f"7440-001-{n:04}/2566" for n in range(4, 31)]):
        found.append(desk.new(
            "asset", "office", asset_no=number, name="เครื่องคอมพิวเตอร์ตั้งโต๊ะสำหรับงานสำนักงาน", brand="ปู่กุ้ง",
            model="PK-2566", serial_no=f"SN{index:05}", unit_price="17,000", acquired_on="9/10/2565",
            fund_source="budget", method="วิธีเฉพาะเจาะจง", vendor="ร้านตัวอย่างคอมพิวเตอร์", doc_no="ส.12/2566",
            life_years=5, category=category, vendor_address="99 ถ.ตัวอย่าง ต.ในเมือง", vendor_phone="043-000-002",
            description="จอ 21 นิ้ว หน่วยความจำ 8 GB"))
    desk.new("asset_movement", asset=found[0], to_place="ห้องธุรการ", holder="นางสาวสมหญิง ใจดี")
    return found


def tickets(desk, machines):
    """A repair with its whole way, and the two memos."""
    repair = desk.new(
        "ticket", "office", "นางสาวสมหญิง ใจดี", title="คอมพิวเตอร์และเครื่องพิมพ์ใช้งานไม่ได้", kind="repair",
        contact="081-000-0003", place="ห้องธุรการ ชั้น 2", reporter_position="เจ้าพนักงานธุรการ", process_no=2,
        reporter_urgency="high")
    desk.new(
        "ticket_item", ticket=repair, asset=machines[0], name="คอมพิวเตอร์ตั้งโต๊ะ", symptom="เปิดไม่ติด มีกลิ่นไหม้ที่ปลั๊ก",
        inspect_result="แหล่งจ่ายไฟเสีย", comment="ควรเปลี่ยนแหล่งจ่ายไฟ", technician="นายช่าง ดีเลิศ",
        inspected_on="6/1/2569")
    desk.new(
        "ticket_item", ticket=repair, name="เครื่องพิมพ์", asset_no="คพ.7440-003-0007/2564",
        symptom="กระดาษติดทุกครั้งที่พิมพ์สองหน้า หมึกจางลงครึ่งหนึ่งของแผ่น")
    desk.set(
        "ticket", repair, vendor="ร้านตัวอย่างคอมพิวเตอร์", vendor_contact="คุณกุ้ง 043-000-002", vendor_sent_on="7/1/2569",
        cost_estimate="1,200", vendor_suggestion="เปลี่ยนแหล่งจ่ายไฟ ๕๐๐ วัตต์ รับประกัน ๑ ปี",
        technician_view="ราคาเหมาะสม ควรซ่อม", decision="approved", decision_comment="ดำเนินการได้")
    desk.new(
        "ticket_handback", ticket=repair, returned_by="นายช่าง ดีเลิศ", received_by="นางสาวสมหญิง ใจดี", works="yes")
    use = desk.new(
        "ticket", "office", "นางกุ้งนาง ปูปลื้ม", title="จัดอบรมครูผู้สอนวิทยาการคำนวณ", kind="use_equipment",
        place="ห้องประชุม 1", reporter_position="ศึกษานิเทศก์", process_no=5, contact="ภายใน 12")
    for name in ["เครื่องฉายภาพ", "โน้ตบุ๊ก 10 เครื่อง", "ไมโครโฟนไร้สาย"]:
        desk.new("ticket_item", ticket=use, name=name, symptom="ใช้ฉายเนื้อหาการอบรม")
    work = desk.new(
        "ticket", "office", "นางกุ้งนาง ปูปลื้ม", title="ติดตั้งจุดกระจายสัญญาณอินเทอร์เน็ตไร้สาย", kind="action",
        place="อาคาร 2 ชั้น 3", reporter_position="ศึกษานิเทศก์", process_no=2, due_on="30/1/2569")
    desk.new("ticket_item", ticket=work, name="ติดตั้ง Access Point", symptom="จำนวน 3 จุด พร้อมเดินสาย")
    return repair, use, work


def loan(desk, machines, lines=3):
    """A loan that came back in part."""
    made = desk.new(
        "loan", "office", "นางสาวญาณี ฐิติฐาน", borrower_position="เจ้าพนักงานธุรการ", purpose="ใช้ในการอบรมครูผู้สอน",
        borrower_unit="กลุ่มอำนวยการ", place_used="โรงแรมตัวอย่าง", borrow_on="5/1/2569", due_on="9/1/2569",
        liability_accepted="yes", supply_check="lendable", endorsement="endorsed", decision="approved")
    first = None
    for index in range(lines):
        line = desk.new("loan_line", loan=made, asset=machines[index], name=f"คอมพิวเตอร์เครื่องที่ {index + 1}")
        first = first or line
    for state in ("endorsed", "approved"):
        desk.set("loan", made, state=state)
    desk.set(
        "loan", made, state="issued", issued_at="5/1/2569 09:30", issued_by="นายพัสดุ ดีงาม",
        received_by="นางสาวญาณี ฐิติฐาน")
    desk.new(
        "loan_return", loan=made, line=first, returned_by="นางสาวญาณี ฐิติฐาน", received_by="นายพัสดุ ดีงาม",
        condition="good")
    return made


def purchase(desk, people):
    """A request to buy, the specification, three offers and their comparison."""
    spec = desk.new(
        "spec_sheet", "office", title="คุณลักษณะเครื่องคอมพิวเตอร์โน้ตบุ๊ก", item="โน้ตบุ๊กสำหรับงานสำนักงาน",
        purpose="เพื่อใช้ปฏิบัติงานเอกสารและจัดการเรียนการสอนของสำนักงานเขตพื้นที่การศึกษา", team=people[0])
    desk.call("set", "spec_sheet", spec, f"team+={people[1]}", f"team+={people[2]}")
    wanted = [
        desk.new(
            "requirement", spec=spec, item_no=number, body=body, is_mandatory=must, measure=measure, amount=amount,
            unit=unit)
        for number, (body, must, measure, amount, unit) in enumerate(
            [("หน่วยประมวลผลกลาง", "yes", "at_least", "6", "แกน"), ("หน่วยความจำหลัก", "yes", "at_least", "8", "GB"),
             ("จอภาพ", "yes", "at_least", "14", "นิ้ว"), ("น้ำหนัก", "no", "at_most", "1.8", "กก."),
             ("ช่องต่อ USB แบบ C", "yes", "has", "", "")], 1)
    ]
    request = desk.new(
        "procurement_request", "office", "นางสาวสมหญิง ใจดี", kind="equipment", title="โน้ตบุ๊กสำหรับงานสำนักงาน",
        reason="เครื่องเดิมใช้งานมาเกิน 7 ปี ซ่อมไม่คุ้ม และจำนวนไม่เพียงพอกับบุคลากร", fund="งบดำเนินงาน",
        requester_position="นักวิชาการคอมพิวเตอร์", budget_line="ค่าครุภัณฑ์", fiscal_year=2569,
        method="full", median_price="19,000", spec=spec, needed_by="31/3/2569")
    desk.new("procurement_line", request=request, item="โน้ตบุ๊กสำหรับงานสำนักงาน", quantity=3, unit="เครื่อง",
             unit_price="19,000")
    desk.new("procurement_line", request=request, item="กระเป๋าใส่โน้ตบุ๊ก", quantity=3, unit="ใบ",
             unit_price="450.25")
    vendors = [("ร้าน ก", "18,500"), ("ร้าน ข", "17,900"), ("บริษัท ค จำกัด", "18,990")]
    offers = [
        desk.new("offer", "office", vendor=vendor, request=request, spec=spec, price=price, product=f"รุ่น NB{index}")
        for index, (vendor, price) in enumerate(vendors)
    ]
    comparison = desk.new(
        "spec_comparison", "office", title="เปรียบเทียบโน้ตบุ๊ก 3 ราย", spec=spec, request=request, offers=",".join(offers),
        compared_on="12/1/2569", recommended=offers[0], reason="ผ่านทุกข้อและราคาต่ำกว่าราคากลาง")
    offered = ["8 แกน", "16 GB", "14 นิ้ว", "1.6 กก.", "มี 1 ช่อง"]
    for index, offer in enumerate(offers):
        for number, one in enumerate(wanted):
            desk.new("offer_answer", offer=offer, requirement=one, offered=offered[number])
            verdict = "fail" if index == 1 and number == 4 else "pass"
            desk.new("judgement", comparison=comparison, requirement=one, offer=offer, verdict=verdict)
    return spec, request, comparison


def access(desk, systems, people):
    """A card with its request, and a request for access."""
    wish = desk.new("id_card_request", "office", person=people[0], reason="ใช้ปฏิบัติงานระบบ DMC และ e-Office",
                    decision="approved")
    desk.call("set", "id_card_request", wish, *[f"systems+={one}" for one in systems[:2]])
    card = desk.new("id_card", "office", person=people[0], request=wish, expires_on="30/9/2571")
    request = desk.new("access_request", "office", person=people[1],
                       legal_basis="มาตรา 24 (4) พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล ภารกิจเพื่อประโยชน์สาธารณะ")
    for system, level in zip(systems, ["editor", "viewer", "admin"]):
        desk.new("access_line", request=request, system=system, level=level, purpose="บันทึกและตรวจสอบข้อมูล",
                 valid_from="1/1/2569", valid_until="30/9/2569")
    return wish, card, request


def evaluation(desk):
    """A ready form, a round, twelve answers and the report."""
    form = desk.call("new-form", "satisfaction")["id"]
    other = desk.call("new-form", "follow_up")["id"]
    turn = desk.new("eval_round", form=form, title="ความพึงพอใจ ปีงบประมาณ 2569", objectives="เพื่อปรับปรุงการให้บริการ",
                    population="ครูและผู้บริหารโรงเรียนในสังกัด", opens_on="1/2/2569", closes_on="28/2/2569")
    desk.set("eval_round", turn, state="approved", decision="approved")
    desk.set("eval_round", turn, state="open")
    for index in range(12):
        answers = "".join(str(5 - (index * (item + 3) + item * item) % 7 // 2) for item in range(15))
        desk.new("eval_response", "office", eval_round=turn, answers=answers, respondent_kind="teacher",
                 sealed_at="10/2/2569 09:00")
    report = desk.new("eval_report", "office", eval_round=turn, included_count=12,
                      progress="ผู้รับบริการพึงพอใจเพิ่มขึ้นจากปีก่อน", problems="อินเทอร์เน็ตของโรงเรียนขนาดเล็กยังไม่เสถียร",
                      limits="บุคลากรมีจำกัด", suggestions="จัดอบรมการดูแลระบบเบื้องต้น")
    return form, other, report


def office_papers(desk):
    """A memo with endorsements, the summary of operations, studies and developments."""
    memo = desk.new(
        "memo", "office", doc_no="ศธ 04041/ว123", from_unit="กลุ่มส่งเสริมการศึกษาทางไกลฯ โทร. 043-000-001",
        written_on="12/1/2569", subject="ขออนุมัติจัดอบรมการใช้ระบบสารสนเทศ",
        recipient="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1", signer="นางสาวสมหญิง ใจดี",
        signer_position="ผู้อำนวยการกลุ่มส่งเสริมการศึกษาทางไกลฯ", attachments="โครงการอบรม จำนวน 1 ชุด",
        body="ด้วยกลุ่มส่งเสริมการศึกษาทางไกลฯ ได้รับมอบหมายให้พัฒนาบุคลากรด้านระบบคอมพิวเตอร์ ประจำปีงบประมาณ 2569 "
        "เพื่อให้ครูและบุคลากรใช้ระบบสารสนเทศได้อย่างถูกต้อง\nในการนี้ กลุ่มฯ จึงขออนุมัติจัดอบรมเชิงปฏิบัติการ "
        "ระหว่างวันที่ 2 – 3 กุมภาพันธ์ 2569 ณ ห้องประชุม 1 ผู้เข้าอบรมจำนวน 60 คน\nจึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ")
    for opinion, outcome, signer, position in [
            ("เห็นควรอนุมัติตามเสนอ", "agreed", "นางกุ้งนาง ปูปลื้ม", "รองผู้อำนวยการ"),
            ("อนุมัติ ให้ดำเนินการตามระเบียบ", "approved", "นายผู้อำนวยการ ใจงาม", "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา")]:
        desk.new("memo_endorsement", memo=memo, opinion=opinion, outcome=outcome, signer=signer,
                 signer_position=position)
    plan = desk.new("work_plan", "office", process_no=6, title="ให้คำปรึกษาและแก้ไขปัญหา ICT ปี 2569", fiscal_year=2569)
    summary = desk.new(
        "summary_report", "office", "นางสาวสมหญิง ใจดี", title="สรุปผลการให้บริการ ICT ไตรมาส 1",
        period_from="1/10/2568", period_until="31/12/2568", work_plan=plan,
        work_done="รับแจ้งซ่อม 42 เรื่อง แก้ไขแล้วเสร็จ 39 เรื่อง ให้คำปรึกษาทางโทรศัพท์ 120 ครั้ง "
        "และออกบริการโรงเรียนขนาดเล็ก 15 แห่ง", figures="แจ้งซ่อม 42 ปิด 39 ค้าง 3\nความพึงพอใจเฉลี่ย 4.52 (มากที่สุด)",
        problems="อะไหล่บางรายการไม่มีจำหน่ายในจังหวัด", suggestions="จัดเครื่องสำรองให้ยืมระหว่างซ่อม",
        decision="acknowledged", decision_comment="ทราบ ชื่นชมคณะทำงาน")
    system = {"system_name": "ระบบสารสนเทศเพื่อการบริหาร (MIS)", "level": "office", "written_on": "15/1/2569"}
    study = desk.new(
        "study_record", "office", "นางกุ้งนาง ปูปลื้ม", title="การศึกษาความต้องการข้อมูลของกลุ่มงาน", **system,
        purpose="เพื่อทราบความต้องการใช้ข้อมูลของผู้บริหารและกลุ่มงาน", method="สัมภาษณ์หัวหน้ากลุ่ม 9 กลุ่ม และวิเคราะห์เอกสาร",
        findings="ข้อมูลนักเรียนและครุภัณฑ์กระจายอยู่หลายที่ ไม่เป็นปัจจุบัน", usage="administration",
        recommendation="ควรรวมฐานข้อมูลและกำหนดผู้รับผิดชอบ")
    report = desk.new(
        "study_report", "office", "นางกุ้งนาง ปูปลื้ม", title="รายงานผลการศึกษาความต้องการข้อมูล", **system, study=study,
        findings="ผู้บริหารต้องการข้อมูลสรุปรายเดือน", conclusion="ควรพัฒนาระบบรายงานกลาง",
        recommendation="เสนอของบประมาณปี 2570")
    record = desk.new(
        "ict_dev_record", "office", "นางสาวญาณี ฐิติฐาน", title="พัฒนาระบบแจ้งซ่อมออนไลน์", **system, kind="develop",
        need="ลดเวลาการแจ้งซ่อมด้วยกระดาษ", work_process="งานบริการ ICT", findings="ออกแบบและทดลองใช้กับ 10 โรงเรียน",
        recommendation="ขยายผลทุกโรงเรียน")
    outcome = desk.new(
        "ict_dev_report", "office", "นางสาวญาณี ฐิติฐาน", title="รายงานผลการพัฒนาระบบแจ้งซ่อมออนไลน์", **system,
        development=record, findings="ระบบใช้งานได้จริง", outcome="เวลารับเรื่องลดจาก 3 วันเหลือ 1 วัน", users=215,
        recommendation="จัดทำคู่มือ")
    return memo, summary, study, report, record, outcome


def make(program, folder):
    """The desk, and what to print: name of a picture, form, records."""
    desk = Desk(program, folder)
    category, systems, people = references(desk)
    machines = assets(desk, category)
    repair, use, work = tickets(desk, machines)
    spec, request, comparison = purchase(desk, people)
    wish, card, entry = access(desk, systems, people)
    form, other, report = evaluation(desk)
    memo, summary, study, study_report, record, outcome = office_papers(desk)
    blank = desk.new("ticket", "school/" + SCHOOL, "ครูเวร", title="จอภาพดับ", kind="repair")
    prints = [
        ("repair_empty", "repair_notice", [blank]),
        ("repair_notice", "repair_notice", [repair]), ("loan_request", "loan_request", [loan(desk, machines)]),
        ("loan_long", "loan_request", [loan(desk, machines, lines=30)]),
        ("purchase_memo", "purchase_memo", [request]), ("use_memo", "use_memo", [use]),
        ("work_memo", "work_memo", [work]), ("spec_sheet", "spec_sheet", [spec]),
        ("spec_comparison", "spec_comparison", [comparison]), ("id_card_request", "id_card_request", [wish]),
        ("id_card", "id_card", [card]), ("access_request", "access_request", [entry]),
        ("evaluation_form", "evaluation_form", [form]), ("evaluation_follow_up", "evaluation_form", [other]),
        ("evaluation_report", "evaluation_report", [report]), ("asset_card", "asset_card", [machines[0]]),
        ("asset_labels", "asset_labels", machines), ("memo", "memo", [memo]),
        ("operation_summary", "operation_summary", [summary]), ("study_record", "study_record", [study]),
        ("study_report", "study_report", [study_report]), ("ict_dev_record", "ict_dev_record", [record]),
        ("ict_dev_report", "ict_dev_report", [outcome]),
    ]
    return desk, prints
