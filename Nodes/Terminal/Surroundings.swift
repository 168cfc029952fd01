// What the process was started with: its words and its variables. Words that are not UTF-8 are refused,
// because a repaired one would be stored as if somebody had typed it.

internal import Glibc
internal import Records

/// The process's own words and variables.
public enum Surroundings {
    /// The words after the program's name. Throws where one is not UTF-8.
    public static func words() throws(UsageError) -> [String] {
        var words: [String] = []
        for index in 1..<max(1, Int(CommandLine.argc)) {
            guard let raw = CommandLine.unsafeArgv[index] else { break }
            let bytes = UnsafeBufferPointer(start: raw, count: strlen(raw)).map(UInt8.init(bitPattern:))
            guard let word = String(validating: bytes, as: UTF8.self) else {
                throw UsageError(
                    Label(
                        "คำที่ \(index) ไม่ใช่ UTF-8 ตั้งค่าหน้าจอเป็น UTF-8",
                        "word \(index) is not UTF-8; set the terminal to UTF-8"))
            }
            words.append(word)
        }
        return words
    }

    /// A variable; nil where it is not set or not UTF-8.
    public static func variable(_ name: String) -> String? {
        getenv(name).flatMap { String(validatingCString: $0) }
    }
}
