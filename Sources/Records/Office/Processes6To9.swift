// Processes 6 to 9 of the manual, in its own words.

extension OfficeProcess {
    static let lastFour: [OfficeProcess] = [process6, process7, process8, process9]

    private static let process6 = OfficeProcess(
        6,
        "ให้คำปรึกษา แนะนำ แก้ไขปัญหา",
        "Advise and solve problems",
        full: Label(
            "ให้คำปรึกษา แนะนำ แก้ไขปัญหาเกี่ยวกับระบบคอมพิวเตอร์ ระบบเครือข่ายคอมพิวเตอร์"
                + " และระบบสื่อสารโทรคมนาคม ของสำนักงานเขตพื้นที่การศึกษาและสถานศึกษา",
            "Advise on and solve problems of computers, computer networks and telecommunications"
                + " of the office and the schools"),
        .six,
        [
            .team,
            .design,
            .proposal,
            .coordination,
            Step(
                "ดำเนินการเกี่ยวกับให้คำปรึกษา แนะนำ แก้ไขปัญหาเกี่ยวกับระบบคอมพิวเตอร์"
                    + " ระบบเครือข่ายคอมพิวเตอร์ และระบบสื่อสารโทรคมนาคม"
                    + " ของสำนักงานเขตพื้นที่การศึกษาและสถานศึกษา",
                "Advise on and solve problems of computers, networks and telecommunications of"
                    + " the office and the schools",
                ["ticket", "ticket_entry", "id_card_request", "id_card"]),
            .summary,
        ])

    private static let process7 = OfficeProcess(
        7,
        "ติดตาม ประเมินผล",
        "Follow up and evaluate",
        full: Label(
            "ติดตามประเมินผลระบบคอมพิวเตอร์ ระบบเครือข่ายคอมพิวเตอร์และระบบสื่อสาร โทรคมนาคม"
                + " ของสำนักงานเขตพื้นที่การศึกษาและสถานศึกษา",
            "Follow up and evaluate the computers, computer networks and telecommunications of"
                + " the office and the schools"),
        .five,
        [
            Step(
                "กำหนดวัตถุประสงค์และเป้าหมายของการประเมิน",
                "Set objectives and targets of the evaluation",
                ["work_plan"]),
            Step(
                "ออกแบบการติดตามการประเมินผล",
                "Design the follow-up and evaluation",
                ["eval_form", "eval_item"]),
            Step(
                "เสนอผู้บริหารเพื่อให้ความเห็นชอบ",
                "Propose it to the executives for their consent",
                ["work_plan", "memo"]),
            Step(
                "ดำเนินการติดตาม ประเมินผล",
                "Carry out the follow-up and evaluation",
                ["eval_round", "eval_response"]),
            Step(
                "รายงานผลการประเมินให้ผู้บริหารและผู้เกี่ยวข้อง",
                "Report the results to the executives and those concerned",
                ["eval_report"]),
        ])

    private static let process8 = OfficeProcess(
        8,
        "ศึกษา วิเคราะห์ ระบบข้อมูลสารสนเทศเพื่อการบริหาร",
        "Study and analyse information systems",
        full: Label(
            "ศึกษา วิเคราะห์ ระบบข้อมูลสารสนเทศเพื่อการบริหารและการจัดการเรียนรู้"
                + " ของสำนักงานเขตพื้นที่การศึกษาและสถานศึกษา",
            "Study and analyse the information systems for administration and for learning, of"
                + " the office and the schools"),
        .sixWithoutNotice,
        [
            .team,
            .design,
            .proposal,
            Step(
                "ดำเนินการเกี่ยวกับการศึกษา วิเคราะห์ ระบบข้อมูลสารสนเทศเพื่อการบริหาร"
                    + " และการจัดการเรียนรู้ของสำนักงานเขตพื้นที่การศึกษาและสถานศึกษา",
                "Study and analyse the information systems for administration and learning of the"
                    + " office and the schools",
                ["study_record", "access_request", "headcount", "staff_count", "ict_profile"]),
            Step(
                "สรุปประเมินผลการดำเนินงาน",
                "Summarise and evaluate the work",
                ["study_report"]),
            Step(
                "รายงานเสนอผู้อำนวยการสำนักงานเขตพื้นที่",
                "Report to the director of the office",
                ["study_report", "memo"]),
        ])

    private static let process9 = OfficeProcess(
        9,
        "พัฒนา ปรับปรุง และประยุกต์ใช้ ICT",
        "Develop, improve and apply ICT",
        full: Label(
            "พัฒนา ปรับปรุง และประยุกต์ใช้ ICT เข้ากับกระบวนการทำงาน"
                + " ให้สอดคล้องกับระบบข้อมูลสารสนเทศของสำนักงานเขตพื้นที่การศึกษา สถานศึกษา และ สพฐ.",
            "Develop, improve and apply ICT to the work, in step with the information systems of"
                + " the office, the schools and OBEC"),
        .sixWithoutNotice,
        [
            .team,
            .design,
            Step(
                "เสนอแผนงานต่อผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
                "Propose the plan to the director of the office",
                ["work_plan", "memo"]),
            Step(
                "ดำเนินการเกี่ยวกับการพัฒนา ปรับปรุง และประยุกต์ใช้ ICT เข้ากับกระบวนการทำงาน"
                    + " ให้สอดคล้องกับระบบข้อมูลสารสนเทศของสำนักงานเขตพื้นที่การศึกษา สถานศึกษา และ"
                    + " สพฐ.",
                "Develop, improve and apply ICT to the work, in step with the systems of the"
                    + " office, the schools and OBEC",
                ["ict_dev_record"]),
            Step(
                "สรุปประเมินผลการดำเนินงาน",
                "Summarise and evaluate the work",
                ["ict_dev_report"]),
            Step(
                "นำเสนอผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
                "Present it to the director of the office",
                ["ict_dev_report", "memo"]),
        ])
}
