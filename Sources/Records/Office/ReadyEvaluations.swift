// Two evaluation forms of process 7, ready to be used: they become ordinary records that the office may
// change before they are approved. Answers 1 to 5 stand in a response by item number, so items with boxes
// come first and items answered in words last.

/// One item of a ready form.
public struct ReadyItem: Hashable, Sendable {
    /// What is asked.
    public let body: Label
    /// Under which heading.
    public let section: Label
    /// True where it is answered in words, false for five boxes.
    public let isText: Bool
}

/// An evaluation form ready to be used.
public struct ReadyEvaluation: Hashable, Sendable {
    /// ASCII snake_case: its name on the command line.
    public let name: String
    /// What the form is called.
    public let title: Label
    /// How to fill it in.
    public let instructions: Label
    /// In order; numbers begin with 1.
    public let items: [ReadyItem]

    private init(
        _ name: String, _ title: Label, _ instructions: Label, boxes: [(Label, [Label])],
        words: (Label, [Label])
    ) {
        self.name = name
        self.title = title
        self.instructions = instructions
        let boxed = boxes.flatMap { section, bodies in
            bodies.map { ReadyItem(body: $0, section: section, isText: false) }
        }
        items = boxed + words.1.map { ReadyItem(body: $0, section: words.0, isText: true) }
    }

    /// The form of this name.
    public static func named(_ name: String) -> ReadyEvaluation? { all.first { $0.name == name } }

    /// Both.
    public static let all: [ReadyEvaluation] = [followUp, satisfaction]

    static let followUp = ReadyEvaluation(
        "follow_up",
        Label(
            "แบบติดตาม ประเมินผลระบบเครือข่ายคอมพิวเตอร์และระบบสื่อสารโทรคมนาคม",
            "Follow-up and evaluation of computer networks and telecommunication"),
        Label(
            "โปรดทำเครื่องหมาย ✓ ในช่องที่ตรงกับสภาพจริงของหน่วยงานท่านมากที่สุด (5 = มากที่สุด 1 = น้อยที่สุด) "
                + "และเขียนความก้าวหน้า ปัญหา ข้อจำกัด และข้อเสนอแนะ คำตอบใช้เพื่อการพัฒนาเท่านั้น",
            "Tick the box nearest to how things are at your place (5 = very much, 1 = very little), and "
                + "write of progress, problems, limits and suggestions. Answers serve improvement alone."),
        boxes: [
            (
                Label("ระบบเครือข่ายคอมพิวเตอร์", "Computer network"),
                [
                    Label("สัญญาณอินเทอร์เน็ตครอบคลุมพื้นที่ที่ใช้งาน", "The internet reaches every place of use"),
                    Label("ความเร็วอินเทอร์เน็ตเพียงพอต่อการใช้งาน", "The internet is fast enough for the work"),
                    Label("ระบบเครือข่ายใช้งานได้ต่อเนื่อง ไม่ขัดข้องบ่อย", "The network works without frequent faults"),
                    Label(
                        "อุปกรณ์เครือข่ายอยู่ในสภาพพร้อมใช้งาน", "Network devices are in working order"),
                    Label("มีการระบุตัวตนผู้ใช้งานก่อนเข้าใช้ระบบ", "Users identify themselves before use"),
                    Label("มีการจัดเก็บข้อมูลจราจรทางคอมพิวเตอร์ตามกฎหมาย", "Traffic data are kept as the law asks"),
                ]
            ),
            (
                Label("ระบบสื่อสารโทรคมนาคม", "Telecommunication"),
                [
                    Label("ระบบประชุมทางไกลใช้งานได้ดี", "Video meetings work well"),
                    Label(
                        "การรับชมการศึกษาทางไกลผ่านดาวเทียม (DLTV) ใช้งานได้ดี",
                        "Distance learning (DLTV) works well"),
                    Label(
                        "ช่องทางติดต่อสื่อสารระหว่างเขตกับโรงเรียนสะดวก รวดเร็ว",
                        "Office and school reach each other easily and fast"),
                    Label("ระบบไฟฟ้าและเครื่องสำรองไฟเพียงพอ", "Power supply and its backup are sufficient"),
                ]
            ),
            (
                Label("การสนับสนุนและพัฒนา", "Support and development"),
                [
                    Label("ได้รับการดูแล บำรุงรักษาตามแผน", "Maintenance follows the plan"),
                    Label("ได้รับการแก้ไขเมื่อแจ้งปัญหาในเวลาที่เหมาะสม", "Reported problems are solved in good time"),
                    Label("บุคลากรมีความรู้เพียงพอในการใช้งาน", "Staff know enough to use the systems"),
                    Label(
                        "มีการนำระบบเครือข่ายไปใช้จัดการเรียนรู้", "The network is used in teaching and learning"),
                    Label("การพัฒนาเป็นไปตามวัตถุประสงค์ของแผน", "Development meets the aims of the plan"),
                ]
            ),
        ],
        words: (
            Label("ผลการติดตาม", "What was found"),
            [
                Label("ความก้าวหน้าของการพัฒนาระบบ", "Progress of the development"),
                Label("ปัญหาอุปสรรค", "Problems"), Label("ข้อจำกัด", "Limits"),
                Label("ข้อเสนอแนะ", "Suggestions"),
            ]
        ))

    static let satisfaction = ReadyEvaluation(
        "satisfaction",
        Label(
            "แบบประเมินความพึงพอใจต่อการให้บริการเทคโนโลยีสารสนเทศและการสื่อสาร",
            "Satisfaction with information and communication services"),
        Label(
            "โปรดทำเครื่องหมาย ✓ ในช่องที่ตรงกับความพึงพอใจของท่าน (5 = มากที่สุด 1 = น้อยที่สุด) "
                + "ไม่ต้องลงชื่อ คำตอบใช้เพื่อปรับปรุงการให้บริการเท่านั้น",
            "Tick the box nearest to how satisfied you are (5 = very much, 1 = very little). Do not "
                + "sign; answers serve better service alone."),
        boxes: [
            (
                Label("ด้านกระบวนการและขั้นตอนการให้บริการ", "Procedure"),
                [
                    Label("ขั้นตอนการขอรับบริการไม่ยุ่งยาก", "Asking for service is simple"),
                    Label("ให้บริการตามลำดับก่อนหลังอย่างเสมอภาค", "Service is in order and equal for all"),
                    Label("ระยะเวลาการให้บริการเหมาะสม", "Service takes a reasonable time"),
                    Label("แจ้งความคืบหน้าให้ทราบสม่ำเสมอ", "Progress is told regularly"),
                ]
            ),
            (
                Label("ด้านเจ้าหน้าที่ผู้ให้บริการ", "Officers"),
                [
                    Label("สุภาพ เป็นมิตร เต็มใจให้บริการ", "Polite, friendly and willing"),
                    Label("มีความรู้ ความสามารถแก้ไขปัญหาได้", "Able to solve the problem"),
                    Label("ให้คำแนะนำ ตอบข้อซักถามได้ชัดเจน", "Clear in advice and answers"),
                    Label("ติดต่อได้สะดวกหลายช่องทาง", "Easy to reach in several ways"),
                ]
            ),
            (
                Label("ด้านระบบและสิ่งอำนวยความสะดวก", "Systems and equipment"),
                [
                    Label("ระบบสารสนเทศใช้งานง่าย", "The systems are easy to use"),
                    Label("ข้อมูลถูกต้อง เป็นปัจจุบัน", "Data are correct and up to date"),
                    Label("เครื่องและอุปกรณ์ที่ให้บริการเพียงพอ", "There is enough equipment"),
                    Label("ระบบมีความปลอดภัยของข้อมูล", "Data are safe"),
                ]
            ),
            (
                Label("ด้านคุณภาพการให้บริการ", "Quality"),
                [
                    Label("ได้รับบริการตรงตามความต้องการ", "Service met the need"),
                    Label("นำผลการบริการไปใช้ประโยชน์ได้จริง", "What was done is of real use"),
                    Label("ความพึงพอใจโดยรวม", "Overall satisfaction"),
                ]
            ),
        ],
        words: (
            Label("ความคิดเห็นเพิ่มเติม", "Further remarks"),
            [
                Label("สิ่งที่พึงพอใจ", "What was good"), Label("สิ่งที่ควรปรับปรุง", "What should be better"),
                Label("ข้อเสนอแนะอื่น ๆ", "Other suggestions"),
            ]
        ))
}
