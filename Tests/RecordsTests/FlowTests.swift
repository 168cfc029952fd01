// The moves of the workflows, and which states stand in for each other.

import CRDT
import Testing

@testable import Records

@Suite struct FlowTests {
    private let ticket = RecordCollection.ticketFlow

    private func stage(_ round: UInt64, _ state: String) -> Stage { Stage(round: round, state: state) }

    @Test(
        "forward moves stay in the round, moves back open the next, others are refused with what is allowed")
    func moves() throws {
        #expect(try ticket.move(to: "submitted", from: nil) == stage(1, "submitted"))
        #expect(try ticket.move(to: "รับเรื่อง", from: stage(1, "submitted")) == stage(1, "acknowledged"))
        #expect(try ticket.move(to: "in_repair", from: stage(1, "closed")) == stage(2, "in_repair"))
        #expect(try ticket.move(to: "closed", from: stage(2, "closed")) == stage(2, "closed"))
        #expect(throws: FieldError.Reason.self) {
            try ticket.move(to: "cancelled", from: stage(1, "inspecting"))
        }
        #expect(throws: FieldError.Reason.self) { try ticket.move(to: "closed", from: nil) }
        #expect(throws: FieldError.Reason.self) { try ticket.move(to: "nowhere", from: stage(1, "draft")) }
        let asset = RecordCollection.assetFlow
        #expect(try asset.move(to: "in_use", from: stage(1, "lost")) == stage(2, "in_use"))
        #expect(asset.allowedMoves(from: stage(1, "disposed")).isEmpty)
    }

    @Test("states that stand in for each other are ordered, states that need a person are not")
    func reachability() {
        let flow = ticket.workflow
        let ordered = [
            ("waiting_parts", "closed"), ("waiting_user", "in_repair"), ("needs_approval", "waiting_parts"),
            ("inspecting", "repaired"), ("assigned", "cancelled"), ("waiting_parts", "at_vendor"),
        ]
        for (earlier, later) in ordered {
            #expect(
                flow.reaches(later, from: earlier) && !flow.reaches(earlier, from: later),
                "\(earlier) \(later)")
        }
        for (left, right) in [
            ("approved", "refused"), ("repaired", "unrepairable"), ("cancelled", "inspecting"),
        ] {
            #expect(!flow.reaches(left, from: right) && !flow.reaches(right, from: left), "\(left) \(right)")
        }
    }

    @Test("every state of every workflow can be reached, and every end but five be left")
    func complete() {
        var ends: [String] = []
        for collection in Catalogue.standard.collections {
            guard case .state(let flow) = collection.stateField?.type else { continue }
            for state in flow.states {
                let isReached = flow.starts.contains {
                    $0 == state.name || flow.workflow.reaches(state.name, from: $0)
                }
                #expect(isReached, "\(collection.name).\(state.name)")
                if state.next.isEmpty && state.back.isEmpty { ends.append(state.name) }
            }
        }
        // What is revoked stays so, what is disposed of is gone, a replaced version is not taken up again.
        #expect(Set(ends) == ["disposed", "frozen", "retired", "revoked", "superseded"])
    }

    @Test("a verdict speaks of the round now shown")
    func verdicts() throws {
        let value = try Catalogue.standard.validate(
            "ticket", "decision", "อนุมัติ", stage: stage(3, "needs_approval"))
        #expect(value == .stage(round: 3, "approved"))
    }
}
