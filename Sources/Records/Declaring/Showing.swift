// From a value to what people read, and to what they may edit. `show` is for reading: labels, B.E. dates,
// grouped baht. `editable` is for forms: it validates back to the same value.

internal import Bytes
public import CRDT

extension FieldType {
    /// The value for reading; empty for `nothing`, a mark in brackets for erased or unknown forms.
    /// References show as hexadecimal digits: whoever can look the record up shows its name instead.
    public func show(_ value: Value, _ language: Language) -> String {
        let value = value.entry?.value.revealed ?? value.revealed
        if value.isNothing { return "" }
        if value.isErased { return Label("[ลบแล้ว]", "[erased]").text(language) }
        switch self {
        case .text, .code, .likert: return value.text ?? unknown(value)
        case .nationalID:
            return value.text.flatMap(KeptNationalID.init(stored:))?.masked ?? KeptNationalID.hidden
        case .integer: return value.integer.map { TypedNumber.show($0, places: 0) } ?? unknown(value)
        case .money:
            return value.integer.map { TypedNumber.show($0, places: 2, grouped: true) } ?? unknown(value)
        case .decimal(let places, _):
            return value.integer.map { TypedNumber.show($0, places: places) } ?? unknown(value)
        case .date: return value.text.flatMap { ThaiDate(iso: $0) }?.medium(language) ?? unknown(value)
        case .instant:
            return value.integer.map { ThaiDate.show(milliseconds: $0, language) } ?? unknown(value)
        case .boolean:
            guard let flag = value.integer else { return unknown(value) }
            return (flag == 0 ? Label("ไม่", "No") : Label("ใช่", "Yes")).text(language)
        case .choice: return value.text.map { label($0, language) } ?? unknown(value)
        case .reference: return value.record?.description ?? unknown(value)
        case .bytes: return value.bytes.map { Hex.encode($0) } ?? unknown(value)
        case .state, .decision:
            guard let stage = Stage(value) else { return unknown(value) }
            let name = label(stage.state, language)
            guard stage.round > 1 else { return name }
            return name + Label(" (รอบที่ \(stage.round))", " (round \(stage.round))").text(language)
        }
    }

    /// The value as a person could have typed it: codes instead of labels, ISO days, no grouping.
    public func editable(_ value: Value) -> String {
        let value = value.entry?.value.revealed ?? value.revealed
        if value.isNothing { return "" }
        switch self {
        case .money: return value.integer.map { TypedNumber.show($0, places: 2) } ?? unknown(value)
        case .date, .choice: return value.text ?? unknown(value)
        case .nationalID: return value.text.flatMap(KeptNationalID.init(stored:))?.text ?? ""
        case .instant:
            guard let moment = value.integer else { return unknown(value) }
            let date = ThaiDate(milliseconds: moment)
            let seconds = Int(max(0, min(86_399, (moment - date.milliseconds) / 1_000)))
            return "\(date) \(pad(seconds / 3_600, 2)):\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2))"
        case .boolean: return value.integer.map { $0 == 0 ? "no" : "yes" } ?? unknown(value)
        case .state, .decision: return value.stage?.name ?? unknown(value)
        default: return show(value, .en)
        }
    }

    /// The label of a choice or state; the code itself where this version does not know it.
    public func label(_ code: String, _ language: Language) -> String {
        choices.first { $0.code == code }?.label.text(language) ?? code
    }

    private func unknown(_ value: Value) -> String { "[\(Hex.encode(value.encoded.prefix(16)))]" }
}
