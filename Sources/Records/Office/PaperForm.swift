// The forms that the office's manual names, and the few more that every office prints: which record a form
// is printed from, and in which of the nine processes it is used. What stands on the paper is the business
// of the module Forms; a form without a page there, or a page without a form here, fails a test.

/// One form on paper.
public struct PaperForm: Hashable, Sendable {
    /// ASCII snake_case: its name on the command line.
    public let name: String
    /// Its name as the manual prints it, with the printing's slips mended, and in English.
    public let label: Label
    /// The collection of the record it is printed from.
    public let collection: String
    /// The kinds of that record it is for, as its field `kind` says; empty where it is for all of them.
    public let kinds: [String]
    /// The processes of the manual that use it, 1 to 9; empty for forms that the manual does not name.
    public let processes: [Int]

    init(
        _ name: String, _ th: String, _ en: String, of collection: String, kinds: [String] = [],
        processes: [Int] = []
    ) {
        self.name = name
        label = Label(th, en)
        self.collection = collection
        self.kinds = kinds
        self.processes = processes
    }

    /// The form of this name.
    public static func named(_ name: String) -> PaperForm? { all.first { $0.name == name } }

    /// Every form, the 17 of the manual first (DOMAIN §1.4).
    public static let all: [PaperForm] = [
        PaperForm(
            "repair_notice", "แบบแจ้งซ่อมวัสดุอุปกรณ์", "Repair notice", of: "ticket",
            kinds: ["repair", "install", "consult"], processes: [1, 2, 4, 5]),
        PaperForm(
            "loan_request", "แบบบันทึกขอยืมวัสดุอุปกรณ์", "Loan request", of: "loan", processes: [1, 4, 5]),
        PaperForm(
            "purchase_memo", "แบบบันทึกขอให้จัดซื้อวัสดุอุปกรณ์", "Purchase memo", of: "procurement_request",
            processes: [1, 2]),
        PaperForm(
            "use_memo", "แบบบันทึกขอใช้วัสดุอุปกรณ์", "Memo asking to use equipment", of: "ticket",
            kinds: ["use_equipment"], processes: [4, 5]),
        PaperForm(
            "work_memo", "แบบบันทึกขอให้ดำเนินการ", "Memo asking that work be done", of: "ticket",
            kinds: ["action"], processes: [2]),
        PaperForm(
            "spec_sheet", "แบบการกำหนดคุณสมบัติ", "Specification sheet", of: "spec_sheet", processes: [3]),
        PaperForm(
            "spec_comparison", "แบบสรุปเปรียบเทียบคุณสมบัติ", "Comparison of specifications",
            of: "spec_comparison", processes: [3]),
        PaperForm(
            "id_card_request", "แบบคำขอมีบัตรประจำตัวในการใช้งาน", "Request for a user card",
            of: "id_card_request", processes: [6]),
        PaperForm(
            "id_card", "แบบบัตรประจำตัวผู้ใช้งานในระบบ", "User card", of: "id_card", processes: [6]),
        PaperForm(
            "operation_summary", "แบบสรุปผลการดำเนินงาน", "Summary of operations", of: "summary_report",
            processes: [6]),
        PaperForm(
            "evaluation_form", "แบบติดตาม ประเมินผล", "Follow-up and evaluation form", of: "eval_form",
            processes: [7]),
        PaperForm(
            "evaluation_report", "แบบรายงานสรุปผลการประเมิน", "Report of an evaluation", of: "eval_report",
            processes: [7]),
        PaperForm(
            "study_record", "แบบบันทึกการศึกษาวิเคราะห์", "Record of a study", of: "study_record",
            processes: [8]),
        PaperForm(
            "access_request", "แบบคำร้องขอเข้าถึงระบบข้อมูลสารสนเทศ", "Request for access",
            of: "access_request", processes: [8]),
        PaperForm(
            "study_report", "แบบรายงานผลการศึกษาวิเคราะห์", "Report of a study", of: "study_report",
            processes: [8]),
        PaperForm(
            "ict_dev_record", "แบบบันทึกพัฒนา ปรับปรุง และประยุกต์ใช้ ICT", "Record of ICT development",
            of: "ict_dev_record", processes: [9]),
        PaperForm(
            "ict_dev_report", "แบบรายงานผลการพัฒนา ปรับปรุง และประยุกต์ใช้ ICT",
            "Report of ICT development", of: "ict_dev_report", processes: [9]),
        PaperForm("memo", "บันทึกข้อความ", "Memo", of: "memo"),
        PaperForm("asset_card", "ทะเบียนคุมทรัพย์สิน", "Asset register card", of: "asset"),
        PaperForm("asset_labels", "ป้ายหมายเลขครุภัณฑ์", "Asset labels", of: "asset"),
    ]
}
