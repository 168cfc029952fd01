// What an answer says is what happened: whose schools are counted, what is another value and what a mark,
// what a second value under `once` is, and what was lost.

import CRDT
import Records
import Replica
import Simulator
import Support
import Terminal
import Testing

@testable import Rehearsal

@Suite struct AnswerTests {
    private func place(_ school: Int, _ field: String) -> Place {
        Place(space: "school/\(school)", collection: "ticket", record: "1", field: field)
    }

    private func clash(_ place: Place) -> Clash {
        let words = ["a", "b"].enumerated().map {
            Word(text: Label($1, $1), writer: Writer(school: $0, machine: "m"), milliseconds: Int64($0))
        }
        return Clash(
            place: place, title: "t", field: Label("f", "f"), words: words, shown: words[0],
            needsPerson: false, later: nil, reason: Label("r", "r"))
    }

    private func set(_ title: String, _ change: (inout Findings) -> Void) -> SetAnswer {
        var findings = Findings()
        change(&findings)
        return SetAnswer(title: Label(title, title), rules: [], findings: findings)
    }

    private func answer(_ sets: [SetAnswer]) -> Answer {
        Answer(
            title: Label("t", "t"), about: Label("", ""), setting: Label("", ""), begin: nil, days: 3,
            schoolCount: 3, schoolNames: ["1", "2", "3"], sets: sets,
            differences: Differing.differences(sets), order: nil, isReplay: false)
    }

    @Test("the schools are those of the fields that show another value; a mark is no other value")
    func schoolsOfTheFields() {
        let (other, marked, followed) = (place(1, "title"), place(2, "place"), place(3, "vendor"))
        let base = set("base") {
            $0.clashes = [clash(other), clash(marked)]
            $0.shown = [other: Label("a", "a"), marked: Label("x", "x"), followed: Label("1", "1")]
        }
        let next = set("next") {
            $0.clashes = [clash(other), clash(marked)]
            $0.shown = [
                other: Label("b", "b"), marked: Label("x (2)", "x (2 values, for a person)"),
                followed: Label("2", "2"),
            ]
            $0.unmarked = [marked: Label("x", "x")]
        }
        let answer = answer([base, next])
        // Those that show another value come first: paper has room for few.
        #expect(answer.differences.map(\.cause) == [.clash, .following, .mark])
        let last = answer.sentences.last?.en ?? ""
        #expect(last.contains("At the end 1 field that people clashed over shows another value"), "\(last)")
        #expect(last.contains("(1 school)") && last.contains("1 more shows the same value"), "\(last)")
        #expect(last.contains("1 more followed"), "\(last)")
    }

    @Test("a field that the program numbers itself is no difference between rule sets")
    func numbered() {
        let number = place(1, "number")
        let sets = ["A-001", "A-002"].map { text in
            set(text) { $0.shown = [number: Label(text, text)] }
        }
        #expect(Differing.differences(sets).isEmpty)
    }

    @Test("under `once` a second value is left to a person, also where its writer saw the first")
    func overwritten() throws {
        let district = try TestDistrict()
        defer { withExtendedLifetime(district) {} }
        let hub = try district.hub()
        let school = try district.school("57030001", named: "first school", hub: hub)
        let space = try #require(Space.school("57030001"))
        try hub.send(to: school, spaces: [.district])
        for (time, cost) in [(1, 100), (2, 200)] as [(Int64, Int64)] {
            try school.replica.write(
                [
                    Edit(
                        .set, CollectionNumber(11), RecordID(high: 1, low: 2), FieldNumber(15), .integer(cost)
                    )
                ],
                in: space, time: 1_780_000_000_000 + time * 60_000)
        }
        try school.send(to: hub, spaces: [space])
        let rule = try RuleWords.read("ticket.cost_estimate=once").get()
        let sets = [RuleSet(title: Label("once", "once"), rules: [rule])]
        let answer = try Replaying.run(hub.directory, sets, order: nil)
        #expect(answer.sets.map(\.leftToPerson) == [0, 1])
        #expect(answer.sets.map(\.findings.clashes.count) == [0, 0])
        let difference = try #require(answer.differences.first { $0.place.field == "cost_estimate" })
        #expect(difference.cause == .overwriting && difference.reason.en.contains("saw the first"))
        let text = answer.text(.en)
        #expect(text.contains("“once” 1 field"), "\(text)")
        #expect(text.contains("no field that people clashed over shows another value"), "\(text)")
        #expect(text.contains("; 1 waits for a person under `once`"), "\(text)")
        #expect(!text.contains("went on from"), "\(text)")
        #expect(answer.json.line.contains("\"leftToPeople\":1"))
    }

    @Test("a field of the office is no school's, and only what follows another count is more")
    func officeOnly() {
        let office = Place(space: "office", collection: "ticket", record: "1", field: "title")
        let followed = place(3, "vendor")
        func ending(_ isDisputed: Bool) -> Answer {
            answer(
                ["1", "2"].map { text in
                    set(text) {
                        $0.shown = [office: Label(text, text), followed: Label(text, text)]
                        if isDisputed { $0.clashes = [clash(office)] }
                    }
                })
        }
        let last = ending(true).sentences.last?.en ?? ""
        #expect(last.contains("1 field that people clashed over shows"), "\(last)")
        #expect(!last.contains("school"), "\(last)")
        #expect(last.hasSuffix("; 1 more followed, where people went on from what they saw."), "\(last)")
        let none = ending(false).sentences.last?.en ?? ""
        #expect(none.contains("no field that people clashed over"), "\(none)")
        #expect(none.contains("; 2 followed"), "\(none)")
    }

    @Test("conflicts of whole records are told under each rule set that has others")
    func others() {
        let deleted = Label("ลบ", "Deleted")
        let sets = [0, 2].map { count in
            set("\(count)") {
                if count > 0 { $0.others = [OtherConflict(what: deleted, count: count)] }
            }
        }
        let first = answer(sets).sentences.first?.en ?? ""
        #expect(first.hasSuffix("; besides, “0” none; “2” “Deleted”: 2."), "\(first)")
        let alike = answer([sets[1], sets[1]]).sentences.first?.en ?? ""
        #expect(alike.hasSuffix("; besides, “Deleted”: 2."), "\(alike)")
    }

    @Test("what people are asked about whole records is counted with what is left to them, and listed")
    func wholeRecords() {
        let (office, school) = (Writer(school: 0, machine: "m"), Writer(school: 1, machine: "m"))
        let words = [(Label("d", "deleted it"), office), (Label("p", "place: hall"), school)].map {
            Word(text: $0.0, writer: $0.1, milliseconds: 1)
        }
        let record = WholeRecord(
            collection: Label("ใบแจ้ง", "Ticket"), title: "T-9", words: words, reason: Label("r", "why so"))
        let deleted = Label("ลบ", "Deleted")
        let base = set("base") {
            $0.clashes = [clash(place(1, "title")), clash(place(2, "title"))]
            $0.others = [OtherConflict(what: deleted, count: 1, records: [record])]
        }
        let answer = answer([base])
        #expect(base.settledByRule == 2 && base.leftToPerson == 1 && base.conflictCount == 3)
        #expect(answer.sentences[1].en == "Of all these: 2 settled by rule, 1 left to people.")
        for text in [answer.text(.en), answer.page, answer.json.line] {
            #expect(text.contains("T-9") && text.contains("deleted it") && text.contains("why so"), "\(text)")
        }
        let left = answer.page.split(separator: "Left to people").last ?? ""
        #expect(left.split(separator: "</table>").first?.contains("None") == false)
    }

    @Test("values that a person has decided about since are not said to wait for one")
    func decided() {
        func reason(_ isOver: Bool) -> String {
            RuleReason.text(.keepAll, nil, [], needsPerson: true, isOver: isOver).en
        }
        #expect(reason(false) == "all are kept, a person decides")
        #expect(reason(true) == "all were kept, and a person has decided since")
    }

    @Test("one school behind is not at once with others")
    func behind() {
        let words = (0...2).map { Answer.mostBehind($0).en }
        #expect(words[0].hasPrefix("no school") && words[1].contains("one school at a time"))
        #expect(words[2] == "at most 2 schools were more than a day behind at once")
    }

    @Test("what happened under one rule set alone stands on the page too")
    func events() {
        var sets = [set("base") { _ in }, set("next") { _ in }]
        sets[1].events = [EventCount(what: EventNames.labels[1], count: 7)]
        let page = answer(sets).page
        #expect(page.contains(EventNames.labels[1].en) && page.contains(">7<"))
    }

    @Test("why a value is shown is true of the words there are")
    func reasons() {
        func word(_ school: Int) -> Word {
            Word(text: Label("a", "a"), writer: Writer(school: school, machine: "m"), milliseconds: 1)
        }
        func reason(_ schools: Int...) -> String {
            let words = schools.map(word)
            return RuleReason.text(.authority([.school, .hub]), words[0], words, needsPerson: false).en
        }
        #expect(reason(1, 0) == "the word of the school comes first")
        #expect(reason(1, 1) == "all are words of the school, so the latest")
        #expect(reason(0, 0) == "no word of the school here, so the latest")
    }

    /// A school of which so much was written, lost and waited for.
    private func school(lost: Int, longest: Int64?, isOpen: Bool = false) -> SchoolAnswer {
        SchoolAnswer(
            number: 1, profile: .fibre, written: 9, unarrived: isOpen ? 1 : 0, lost: lost, longest: longest,
            isLongestOpen: isOpen, reason: Label("r", "r"), bytesUp: 0, bytesDown: 0, clashes: 0)
    }

    @Test("who waited longest is told as what it is: seen, not seen yet, or lost altogether")
    func waits() {
        func sentence(_ school: SchoolAnswer) -> String {
            var base = set("base") { _ in }
            base.schools = [school]
            if school.lost > 0 { base.lostBySchool = [1: school.lost] }
            return answer([base]).sentences.last?.en ?? ""
        }
        #expect(
            sentence(school(lost: 0, longest: 60_000))
                == "School 1 (fibre) waited longest until the district saw its work: 60 s, because r.")
        #expect(
            sentence(school(lost: 0, longest: 60_000, isOpen: true))
                == "School 1 (fibre) waited longest, and at the end the district had not seen that work: "
                + "60 s, because r.")
        #expect(
            sentence(school(lost: 9, longest: nil))
                == "Of the schools' work 9 changes are lost, held by no machine any more (9 of School 1).")
        #expect(
            sentence(school(lost: 1, longest: 60_000)).hasSuffix(
                "because r; 1 change is lost, held by no machine any more (1 of School 1)."))
    }

    @Test("what is lost stands beside the school that lost it: in the table, on the page, in the JSON")
    func lost() {
        func answer(lost: Int) -> Answer {
            var base = set("base") { _ in }
            base.schools = [school(lost: lost, longest: 1)]
            return self.answer([base])
        }
        #expect(answer(lost: 6).text(.en).contains("Lost") && !answer(lost: 0).text(.en).contains("Lost"))
        #expect(answer(lost: 6).page.contains(">Lost<") && !answer(lost: 0).page.contains(">Lost<"))
        #expect(answer(lost: 6).json.line.contains("\"notArrived\":0,\"lost\":6"))
    }

    @Test("charts have both languages")
    func charts() {
        var base = set("base") { $0.clashes = [clash(place(1, "title"))] }
        base.title = Label("ปัจจุบัน", "present")
        let page = answer([base]).page
        #expect(page.contains("ปัจจุบัน / present"))
        #expect(page.contains("<title>ข้อขัดแย้งแต่ละชุดกติกา / conflicts by rule set</title>"))
    }
}
