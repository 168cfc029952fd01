// What must hold over several records. Declared here, checked after every merge by the replica; a broken
// one raises a conflict and never takes anything back (DESIGN §3).

public import CRDT

/// How values are made comparable before they are compared.
public enum Normalisation: Hashable, Sendable {
    /// As they are.
    case exact
    /// `ThaiText.compareKey`: digits, spaces, marks folded.
    case thai
    /// `ThaiText.codeKey`: digits and separators folded.
    case code

    /// The key under which values are equal; nil for a value that takes no part (`nothing`, erased, not
    /// text-like).
    public func key(_ value: Value) -> String? {
        guard let text = value.revealed.keyText, !text.isEmpty else { return nil }
        switch self {
        case .exact: return text
        case .thai: return ThaiText.compareKey(text)
        case .code: return ThaiText.codeKey(text)
        }
    }
}

/// One rule over several records of a space.
public struct Invariant: Hashable, Sendable {
    /// What is checked.
    public enum Kind: Hashable, Sendable {
        /// No two records that are not deleted share all these values; records that lack one are left out.
        case unique(collection: String, fields: [String], Normalisation)
        /// For each record that `item` names, `amount` added over `collection` is not below zero.
        case sumNotNegative(collection: String, item: String, amount: String)
        /// Of the lines of one record, none is done while an earlier one is not. An editor refuses what
        /// would break it.
        case inOrder(LineOrder)
        /// A record stands in no state that its variant of the workflow does not have. An editor refuses
        /// what would break it.
        case withinVariant(collection: String)
        /// No thing stands in lines of two loans that are both out; seen within a space and across spaces.
        case lentOnce(Lending)
        /// No two records share the value of a field, where each belongs to the school that `owner` names:
        /// said in the spaces of those schools alone.
        case uniqueOwner(collection: String, field: String, owner: String)
        /// A school whose pupils study elsewhere does not report the class figures that its host reports.
        case countedOnce(schools: String, counts: String)
        /// Nothing granted is good whose request was refused; seen within a space and across spaces.
        case grantedOnce(Granting)
        /// Nobody wrote to a line of a record without knowing that the record was deleted.
        case linesOfStanding
    }

    /// Whether breaking it may concern several spaces, which only the hub can see.
    public var isAcrossSpaces: Bool {
        switch kind {
        case .lentOnce, .uniqueOwner, .countedOnce, .grantedOnce: true
        case .unique, .sumNotNegative, .inOrder, .withinVariant, .linesOfStanding: false
        }
    }

    /// The collections whose records decide whether it holds, where it spans spaces.
    public var concerned: [String] {
        switch kind {
        case .lentOnce(let lending): [lending.loans, lending.lines, lending.returns]
        case .uniqueOwner(let collection, _, _): [collection]
        case .countedOnce(let schools, let counts): [schools, counts]
        case .grantedOnce(let granting): [granting.grants, granting.requests]
        case .unique, .sumNotNegative, .inOrder, .withinVariant, .linesOfStanding: []
        }
    }

    /// Stable for ever: part of a conflict's id.
    public let number: UInt16
    /// ASCII snake_case.
    public let name: String
    /// What people read when it is broken.
    public let label: Label
    /// What is checked.
    public let kind: Kind

    /// An invariant by its parts.
    public init(_ number: UInt16, _ name: String, _ th: String, _ en: String, _ kind: Kind) {
        self.number = number
        self.name = name
        label = Label(th, en)
        self.kind = kind
    }

    /// All that this version checks.
    public static let standard = kept + office

    private static let kept: [Invariant] = [
        Invariant(
            1, "asset_number", "หมายเลขครุภัณฑ์ซ้ำกัน", "Two assets have one number",
            .unique(collection: "asset", fields: ["asset_no"], .code)),
        Invariant(
            2, "ticket_number", "เลขที่ใบแจ้งซ้ำกัน", "Two tickets have one number",
            .unique(collection: "ticket", fields: ["number"], .code)),
        Invariant(
            3, "stock_below_zero", "วัสดุคงเหลือติดลบ", "Stock is below zero",
            .sumNotNegative(collection: "stock_move", item: "item", amount: "delta")),
        Invariant(
            4, "one_answer_per_token", "ผู้ตอบหนึ่งคนตอบมากกว่าหนึ่งครั้ง", "One token answered more than once",
            .unique(collection: "eval_response", fields: ["eval_round", "token"], .exact)),
        Invariant(
            5, "one_headcount_certificate", "รับรองจำนวนนักเรียนซ้ำกัน", "One headcount is certified twice",
            .unique(
                collection: "headcount_cert", fields: ["school", "academic_year", "round", "revision"], .exact
            )),
        Invariant(
            6, "stock_code", "รหัสวัสดุซ้ำกัน", "Two stock items have one code",
            .unique(collection: "stock_item", fields: ["code"], .code)),
        Invariant(
            7, "loan_number", "เลขที่ใบยืมซ้ำกัน", "Two loans have one number",
            .unique(collection: "loan", fields: ["number"], .code)),
        Invariant(
            8, "card_request_number", "เลขที่คำขอมีบัตรซ้ำกัน", "Two card requests have one number",
            .unique(collection: "id_card_request", fields: ["number"], .code)),
        Invariant(
            9, "card_number", "เลขที่บัตรซ้ำกัน", "Two cards have one number",
            .unique(collection: "id_card", fields: ["card_no"], .code)),
        Invariant(
            10, "access_request_number", "เลขที่คำร้องซ้ำกัน", "Two access requests have one number",
            .unique(collection: "access_request", fields: ["number"], .code)),
        Invariant(
            11, "procurement_number", "เลขที่คำขอจัดซื้อซ้ำกัน", "Two procurement requests have one number",
            .unique(collection: "procurement_request", fields: ["number"], .code)),
        Invariant(
            12, "user_name", "ชื่อผู้ใช้ซ้ำกัน", "Two accounts have one user name",
            .unique(collection: "account", fields: ["username"], .exact)),
        // Ids are kept as hashes under a key of the node that wrote them, so this sees what one machine
        // wrote twice. What two machines of a space wrote cannot be compared, and nobody is accused.
        Invariant(
            13, "national_id", "เลขประจำตัวประชาชนซ้ำกัน", "Two persons have one national id",
            .unique(collection: "person", fields: ["national_id"], .exact)),
    ]
}
