// One record for every form, with its lines and what it refers to.

import Bytes
import CRDT
import Editing
import Records

extension Clerk {
    /// The record of each form, by the form's name.
    func samples() throws -> [(form: String, id: String)] {
        let office = Space.office
        let person = try new(
            "person",
            [
                "title_th": "นางสาว", "first_th": "ญาณี", "last_th": "ฐิติฐาน", "position": "ครู",
                "unit": "วิชาการ",
                "phone": "043-000-001", "email": "yanee@example.org",
            ], in: office)
        let system = try new("system", ["name": "ระบบ DMC", "kind": "mis", "level": "obec"])
        let asset = try asset("7440-001-0001/2566")
        return try tickets(asset) + [("loan_request", loan(asset))] + buying(person)
            + access(person, system) + evaluation() + studies() + [
                ("memo", memo()), ("asset_card", asset), ("asset_labels", asset),
            ]
    }

    func asset(_ number: String) throws -> String {
        let asset = try new(
            "asset",
            [
                "asset_no": number, "name": "คอมพิวเตอร์ตั้งโต๊ะ", "brand": "ปู่กุ้ง", "model": "PK-1",
                "serial_no": "SN-1", "unit_price": "45000", "acquired_on": "9/10/2565", "life_years": "5",
                "fund_source": "donation", "method": "วิธีเฉพาะเจาะจง", "vendor": "ร้านตัวอย่าง",
                "doc_no": "ส.1/2566",
            ], in: .office)
        try new("asset_movement", ["asset": asset, "to_place": "ห้องธุรการ", "holder": "นายมี สุข"])
        return asset
    }

    private func tickets(_ asset: String) throws -> [(String, String)] {
        var found: [(String, String)] = []
        for (form, kind) in [
            ("repair_notice", "repair"), ("use_memo", "use_equipment"), ("work_memo", "action"),
        ] {
            let ticket = try new(
                "ticket",
                [
                    "number": "40010000-2569-AAA-000\(found.count + 1)", "kind": kind, "title": "เครื่องพิมพ์เสีย",
                    "contact": "081-000-0003", "place": "ห้อง 1", "reporter_position": "ครู", "vendor": "ร้าน ก",
                    "cost_estimate": "1200", "decision": "approved", "decision_comment": "ดำเนินการ",
                ], in: .office)
            try new(
                "ticket_item",
                [
                    "ticket": ticket, "asset": asset, "name": "คอมพิวเตอร์", "symptom": "เปิดไม่ติด",
                    "inspect_result": "ไฟเสีย", "technician": "นายช่าง ดี", "inspected_on": "6/1/2569",
                ])
            try new(
                "ticket_handback",
                [
                    "ticket": ticket, "returned_by": "นายช่าง ดี", "received_by": "ครู ก", "works": "no",
                    "reason": "รออะไหล่",
                ])
            found.append((form, ticket))
        }
        return found
    }

    func loan(_ asset: String) throws -> String {
        let loan = try new(
            "loan",
            [
                "number": "40010000-2569-AAA-0001", "borrower": "นายยืม ดี", "borrower_position": "ครู",
                "purpose": "อบรม", "borrow_on": "5/1/2569", "due_on": "9/1/2569", "supply_check": "lendable",
                "endorsement": "endorsed", "decision": "approved",
            ], in: .office)
        let line = try new("loan_line", ["loan": loan, "asset": asset, "name": "คอมพิวเตอร์", "quantity": "2"])
        for state in ["endorsed", "approved", "issued"] {
            _ = try editor.set("loan", loan, [TypedField("state", state)])
        }
        try new(
            "loan_return",
            [
                "loan": loan, "line": line, "returned_by": "นายยืม ดี", "received_by": "นายพัสดุ ดี",
                "condition": "good",
            ])
        return loan
    }

    private func buying(_ person: String) throws -> [(String, String)] {
        let spec = try new("spec_sheet", ["title": "สเปก 1", "item": "โน้ตบุ๊ก", "team": person], in: .office)
        let requirement = try new(
            "requirement",
            [
                "spec": spec, "item_no": "1", "body": "หน่วยความจำ", "is_mandatory": "yes",
                "measure": "at_least",
                "amount": "8", "unit": "GB",
            ])
        let request = try new(
            "procurement_request",
            [
                "number": "40010000-2569-AAA-0001", "kind": "equipment", "title": "โน้ตบุ๊ก",
                "reason": "ของเดิมเสีย",
                "fund": "งบดำเนินงาน", "fiscal_year": "2569", "method": "full", "spec": spec,
            ], in: .office)
        try new(
            "procurement_line",
            [
                "request": request, "item": "โน้ตบุ๊ก", "quantity": "3", "unit": "เครื่อง",
                "unit_price": "19000.25",
            ])
        let offer = try new("offer", ["vendor": "ร้าน ก", "spec": spec, "price": "18500"], in: .office)
        let comparison = try new(
            "spec_comparison",
            [
                "title": "เทียบ", "spec": spec, "request": request, "offers": offer, "compared_on": "6/1/2569",
            ], in: .office)
        try new("offer_answer", ["offer": offer, "requirement": requirement, "offered": "16 GB"])
        try new(
            "judgement",
            ["comparison": comparison, "requirement": requirement, "offer": offer, "verdict": "pass"])
        return [("spec_sheet", spec), ("purchase_memo", request), ("spec_comparison", comparison)]
    }

    private func access(_ person: String, _ system: String) throws -> [(String, String)] {
        let wish = try new(
            "id_card_request",
            [
                "number": "40010000-2569-AAA-0001", "person": person, "systems": system,
                "reason": "ใช้งาน DMC",
                "decision": "approved",
            ], in: .office)
        let card = try new(
            "id_card",
            ["card_no": "40010000-2569-AAA-0001", "person": person, "expires_on": "30/9/2571"], in: .office)
        let request = try new(
            "access_request",
            ["number": "40010000-2569-AAA-0001", "person": person, "legal_basis": "มาตรา 24 (4)"],
            in: .office)
        try new(
            "access_line",
            [
                "request": request, "system": system, "level": "editor", "purpose": "บันทึก",
                "valid_from": "1/1/2569", "valid_until": "30/9/2569",
            ])
        return [("id_card_request", wish), ("id_card", card), ("access_request", request)]
    }

    private func evaluation() throws -> [(String, String)] {
        guard let ready = ReadyEvaluation.named("satisfaction") else { return [] }
        let form = try editor.newForm(ready, .th).id.description
        let round = try new(
            "eval_round",
            ["form": form, "title": "ปี 2569", "opens_on": "1/1/2569", "closes_on": "31/1/2569"])
        _ = try editor.set(
            "eval_round", round, [TypedField("state", "approved"), TypedField("decision", "approved")])
        _ = try editor.set("eval_round", round, [TypedField("state", "open")])
        for points in ["555555555555555", "444444444444444", "545454545454545", "33333333333333-"]
            + ["555555555555555"]
        {
            try new("eval_response", ["eval_round": round, "answers": points], in: .office)
        }
        let report = try new(
            "eval_report",
            ["eval_round": round, "included_count": "5", "problems": "เน็ตช้า", "is_public": "yes"], in: .office
        )
        return [("evaluation_form", form), ("evaluation_report", report)]
    }

    private func studies() throws -> [(String, String)] {
        let summary = try new(
            "summary_report",
            [
                "number": "40010000-2569-AAA-0001", "title": "ไตรมาส 1", "period_from": "1/10/2568",
                "period_until": "31/12/2568", "work_done": "ซ่อม 42 เรื่อง", "decision": "acknowledged",
            ], in: .office)
        var found = [("operation_summary", summary)]
        for (name, own) in [
            ("study_record", ("purpose", "เพื่อทราบ")), ("study_report", ("conclusion", "ควรทำ")),
            ("ict_dev_record", ("need", "ลดเวลา")), ("ict_dev_report", ("outcome", "เร็วขึ้น")),
        ] {
            var typed = [
                TypedField("number", "40010000-2569-AAA-0001"), TypedField("title", "ระบบแจ้งซ่อม"),
                TypedField("system_name", "MIS"), TypedField("level", "office"),
                TypedField("written_on", "5/1/2569"), TypedField("findings", "พบว่าดี"),
                TypedField(own.0, own.1),
            ]
            if name == "ict_dev_record" { typed.append(TypedField("kind", "develop")) }
            found.append((name, try editor.new(name, typed, in: .office).id.description))
        }
        return found
    }

    func memo() throws -> String {
        let memo = try new(
            "memo",
            [
                "number": "40010000-2569-AAA-0001", "doc_no": "ศธ 04041/1", "from_unit": "กลุ่มตัวอย่าง",
                "written_on": "5/1/2569", "subject": "ขออนุมัติ", "recipient": "ผู้อำนวยการ",
                "body": "ด้วยเหตุ\nในการนี้\nจึงเรียนมา", "signer": "นาย ก ข", "signer_position": "ผอ.กลุ่ม",
            ], in: .office)
        try new(
            "memo_endorsement",
            ["memo": memo, "opinion": "เห็นควร", "outcome": "agreed", "signer": "นาย ค ง"])
        return memo
    }
}
