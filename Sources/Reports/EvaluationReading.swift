// From answers in all spaces to the figures of each round. Answers that do not count, and what an answer says
// of no item of the form, are left out here, so that no section and no total has them.

internal import Bytes
internal import CRDT
internal import Records
public import Replica

enum EvaluationReading {
    /// Rounds that have a record in `district`, in the order they were made; an answer to an unknown round
    /// counts nowhere.
    static func read(_ store: Store) throws(ReplicaError) -> [EvaluationFigures] {
        guard let rounds = store.catalogue["eval_round"], let forms = store.catalogue["eval_form"],
            let items = store.catalogue["eval_item"], let responses = store.catalogue["eval_response"]
        else { return [] }
        let answers = Dictionary(grouping: try store.list(responses)) { $0["eval_round"].plain }
        let questions = Dictionary(grouping: try store.list(items)) { $0["form"].plain }
        let known = Dictionary(
            try store.list(forms).map { ($0.id.description, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [EvaluationFigures] = []
        for round in try store.list(rounds) {
            let form = round["form"].plain
            let counted = try store.countedAnswers(
                to: round, among: answers[round.id.description] ?? [])
            found.append(
                figures(
                    round, counted, form: known[form], questions: questions[form] ?? [],
                    isWhole: store.holdsAllSpaces))
        }
        return found
    }

    /// The figures of one round; nil where the catalogue has no evaluations.
    static func read(_ store: Store, round: RecordRow) throws(ReplicaError) -> EvaluationFigures? {
        guard let forms = store.catalogue["eval_form"], let items = store.catalogue["eval_item"] else {
            return nil
        }
        let form = round["form"]
        return figures(
            round, try store.countedAnswers(to: round),
            form: try store.list(forms).first { $0.id.description == form.plain },
            questions: try store.list(items, where: [("form", form)]),
            isWhole: store.holdsAllSpaces)
    }

    private static func figures(
        _ round: RecordRow, _ counted: CountedAnswers, form: RecordRow?, questions: [RecordRow],
        isWhole: Bool
    ) -> EvaluationFigures {
        var texts: [Int: String] = [:]
        for question in questions {
            if case .integer(let number) = question["item_no"] {
                texts[Int(clamping: number)] = question["body"].plain
            }
        }
        let boxes = AnswerItems(form: form, items: questions).boxes(
            longest: counted.answers.map(\.answers.utf8.count).max() ?? 0)
        var figures = [AnswerFigures](repeating: AnswerFigures(), count: boxes.count)
        for answer in counted.answers {
            let marks = Array(answer.answers.utf8)
            for (place, number) in boxes.enumerated() where number <= marks.count {
                figures[place].take(marks[number - 1])
            }
        }
        var whole = AnswerFigures()
        for one in figures { whole += one }
        let items = zip(boxes, figures).map { number, one in
            ItemFigures(number: number, question: texts[number] ?? "", figures: one)
        }
        return EvaluationFigures(
            title: round["title"].plain, responses: counted.answers.count, digest: counted.digest,
            leftOut: counted.left, isWhole: isWhole, schools: Set(counted.answers.map(\.space)).count,
            items: items, whole: whole, bands: BandTable(code: form?["band_table"].plain ?? ""))
    }
}

extension EvaluationFigures {
    /// The figures of one round; nil where the catalogue has no evaluations.
    public static func read(_ store: Store, round: RecordRow) throws(ReplicaError) -> EvaluationFigures? {
        try EvaluationReading.read(store, round: round)
    }
}
