// From answers in all spaces to the figures of each round.

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
        let bands = Dictionary(
            try store.list(forms).map { ($0.id.description, $0["band_table"].plain) },
            uniquingKeysWith: { first, _ in first })
        return try store.list(rounds).map { round in
            let form = round["form"].plain
            return figures(
                title: round["title"].plain, responses: counted(answers[round.id.description] ?? []),
                questions: questions[form] ?? [], bands: bands[form] ?? "")
        }
    }

    /// The figures of one round; nil where the catalogue has no evaluations.
    static func read(_ store: Store, round: RecordRow) throws(ReplicaError) -> EvaluationFigures? {
        guard let forms = store.catalogue["eval_form"], let items = store.catalogue["eval_item"],
            let responses = store.catalogue["eval_response"]
        else { return nil }
        let form = round["form"]
        let bands = try store.list(forms).first { $0.id.description == form.plain }?["band_table"].plain
        return figures(
            title: round["title"].plain,
            responses: counted(
                try store.list(responses, where: [("eval_round", .text(round.id.description))])),
            questions: try store.list(items, where: [("form", form)]), bands: bands ?? "")
    }

    /// Answers that nobody corrected, with anything in them.
    private static func counted(_ responses: [RecordRow]) -> [RecordRow] {
        let corrected = Set(responses.map { $0["corrects"].plain }.filter { !$0.isEmpty })
        return responses.filter { !corrected.contains($0["token"].plain) && !$0["answers"].plain.isEmpty }
    }

    private static func figures(
        title: String, responses: [RecordRow], questions: [RecordRow], bands: String
    ) -> EvaluationFigures {
        var texts: [Int: String] = [:]
        for question in questions {
            if case .integer(let number) = question["item_no"] { texts[Int(number)] = question["body"].plain }
        }
        var figures = [AnswerFigures](repeating: AnswerFigures(), count: texts.keys.max() ?? 0)
        for response in responses {
            for (place, answer) in response["answers"].plain.utf8.enumerated() {
                if place == figures.count { figures.append(AnswerFigures()) }
                figures[place].take(answer)
            }
        }
        var whole = AnswerFigures()
        for one in figures { whole += one }
        let items = figures.enumerated().map { place, one in
            ItemFigures(number: place + 1, question: texts[place + 1] ?? "", figures: one)
        }
        return EvaluationFigures(
            title: title, responses: responses.count, schools: Set(responses.map(\.space)).count,
            items: items,
            whole: whole, bands: BandTable(code: bands))
    }
}

extension EvaluationFigures {
    /// The figures of one round; nil where the catalogue has no evaluations.
    public static func read(_ store: Store, round: RecordRow) throws(ReplicaError) -> EvaluationFigures? {
        try EvaluationReading.read(store, round: round)
    }
}
