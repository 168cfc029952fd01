// Processes 1 to 5 of the manual, in its own words.

extension OfficeProcess {
    static let firstFive: [OfficeProcess] = [process1, process2, process3, process4, process5]

    private static let process1 = OfficeProcess(
        1,
        "ศึกษา วิเคราะห์ ออกแบบ วางแผน",
        "Study, analyse, design, plan",
        full: Label(
            "ศึกษาวิเคราะห์ ออกแบบ วางแผนและดำเนินการเกี่ยวกับการส่งเสริมการศึกษาทางไกล"
                + " เทคโนโลยีสารสนเทศและการสื่อสาร ระบบเครือข่ายคอมพิวเตอร์ และระบบสื่อสารโทรคมนาคม"
                + " ของสำนักงานเขตพื้นที่การศึกษาและสถานศึกษา",
            "Study, analyse, design, plan and carry out distance education, information"
                + " technology, computer networks and telecommunications of the office and the schools"),
        .six,
        [
            .team,
            Step(
                "ศึกษาวิเคราะห์ ออกแบบ วางแผนการดำเนินงาน",
                "Study, design and plan the work",
                ["work_plan", "plan_step"]),
            .proposal,
            .coordination,
            Step(
                "ดำเนินการเกี่ยวกับการส่งเสริมการศึกษาทางไกลเทคโนโลยีสารสนเทศและการสื่อสาร"
                    + " ระบบคอมพิวเตอร์ ระบบเครือข่ายคอมพิวเตอร์ ระบบสื่อสาร โทรคมนาคม"
                    + " และระบบเทคโนโลยีสมัยใหม่",
                "Carry out the promotion of distance education, IT, computers, networks,"
                    + " telecommunications and modern technology",
                ["procurement_request", "ticket", "loan"]),
            .summary,
        ])

    private static let process2 = OfficeProcess(
        2,
        "ติดตั้ง ดูแล บำรุงรักษา และพัฒนา",
        "Install, look after, maintain, develop",
        full: Label(
            "ติดตั้ง ดูแล บำรุงรักษา และพัฒนาเกี่ยวกับระบบคอมพิวเตอร์ ระบบโทรคมนาคม"
                + " ของสำนักงานเขตพื้นที่การศึกษาและสถานศึกษา",
            "Install, look after, maintain and develop the computers and telecommunications of"
                + " the office and the schools"),
        .six,
        [
            .team,
            Step(
                "วางแผนการดำเนินงานการติดตั้ง ดูแล บำรุงรักษา"
                    + " และพัฒนาเกี่ยวกับระบบฐานข้อมูลคอมพิวเตอร์ ระบบฐานข้อมูล ระบบโทรคมนาคม",
                "Plan how computers, databases and telecommunications are installed, looked"
                    + " after, maintained and developed",
                ["work_plan", "plan_step"]),
            .proposal,
            Step(
                "แจ้งผู้ที่เกี่ยวข้องทราบแนวทางดำเนินการ",
                "Tell those concerned how it will be done",
                ["announcement", "memo"]),
            Step(
                "ดำเนินการเกี่ยวกับการติดตั้ง ดูแล บำรุงรักษา และพัฒนาเกี่ยวกับระบบคอมพิวเตอร์"
                    + " ระบบฐานข้อมูล ระบบโทรคมนาคม",
                "Install, look after, maintain and develop computers, databases and"
                    + " telecommunications",
                ["maintenance", "ticket", "procurement_request"]),
            .summary,
        ])

    private static let process3 = OfficeProcess(
        3,
        "ศึกษา วิเคราะห์ และกำหนดรายละเอียด",
        "Study, analyse, set specifications",
        full: Label(
            "ศึกษา วิเคราะห์ และกำหนดรายละเอียดคุณลักษณะเฉพาะของระบบคอมพิวเตอร์ ระบบ Server"
                + " และระบบโทรคมนาคม ในสำนักงานเขตพื้นที่การศึกษาและสถานศึกษา",
            "Study, analyse and set the specifications of computers, servers and"
                + " telecommunications in the office and the schools"),
        .six,
        [
            .team,
            Step(
                "คณะทำงานร่วมกำหนดคุณลักษณะ",
                "The team sets the specifications together",
                ["spec_sheet", "work_plan"]),
            .proposal,
            Step(
                "แจ้งผู้ที่เกี่ยวข้องทราบถึงคุณลักษณะ",
                "Tell those concerned of the specifications",
                ["announcement", "memo"]),
            Step(
                "ร่วมดำเนินการจัดซื้อจัดจ้าง",
                "Take part in the procurement",
                ["procurement_request", "spec_comparison"]),
            Step(
                "สรุปประเมินผลการดำเนินงาน เสนอผู้อำนวยการสำนักงานเขตพื้นที่ทราบ",
                "Summarise and evaluate the work and report to the director",
                ["summary_report"]),
        ])

    private static let process4 = OfficeProcess(
        4,
        "ระบบรักษาและควบคุมความปลอดภัยข้อมูล",
        "Security and control of data",
        full: Label(
            "ดำเนินการเกี่ยวกับระบบรักษาและควบคุมความปลอดภัยข้อมูลและการโต้ตอบผ่านสื่ออิเล็กทรอนิ"
                + "กส์กับผู้ใช้บริการ",
            "Run the security and control of data, and the dealings with users over electronic"
                + " media"),
        .six,
        [
            .team,
            .design,
            .proposal,
            .coordination,
            Step(
                "ดำเนินการเกี่ยวกับการศึกษา วิเคราะห์ ออกแบบ"
                    + " วางแผนและดำเนินการเกี่ยวกับระบบระบุตัวตนผู้ใช้บริการระบบอินเทอร์เน็ต"
                    + " และระบบการเก็บรักษาข้อมูลจราจรทาง คอมพิวเตอร์"
                    + " ของสำนักงานเขตพื้นที่การศึกษาและสถานศึกษา",
                "Study, design, plan and run the identification of internet users and the keeping"
                    + " of traffic data of the office and the schools",
                ["account", "traffic_log", "traffic_day", "auth_event", "ticket", "loan"]),
            .summary,
        ])

    private static let process5 = OfficeProcess(
        5,
        "พัฒนาบุคลากรด้านระบบคอมพิวเตอร์",
        "Develop people's computer skills",
        full: Label(
            "พัฒนาบุคลากรทางด้านระบบคอมพิวเตอร์ ระบบเครือข่ายคอมพิวเตอร์ และระบบสื่อสารโทรคมนาคม"
                + " ของสำนักงานเขตพื้นที่การศึกษาและสถานศึกษา",
            "Develop people in computers, computer networks and telecommunications, in the office"
                + " and the schools"),
        .six,
        [
            .team,
            Step(
                "ศึกษา วิเคราะห์ วางแผนการดำเนินงาน",
                "Study and plan the work",
                ["work_plan", "training_course"]),
            .proposal,
            Step(
                "แจ้งผู้ที่เกี่ยวข้องทราบ",
                "Tell those concerned",
                ["announcement", "memo"]),
            Step(
                "ดำเนินการพัฒนาบุคลากรทางด้านระบบคอมพิวเตอร์ ระบบเครือข่ายคอมพิวเตอร์"
                    + " และระบบสื่อสารโทรคมนาคม ของสำนักงานเขตพื้นที่การศึกษาและสถานศึกษา",
                "Train people in computers, networks and telecommunications, in the office and"
                    + " the schools",
                ["training_course", "training_attendance", "ticket", "loan"]),
            .summary,
        ])
}
