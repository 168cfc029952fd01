// saphan hub init, serve, invite, check.

internal import Bytes
internal import CRDT
internal import Editing
internal import Host
internal import Keeper
internal import Hub
internal import Link
internal import Records
internal import Replica
internal import Terminal
internal import Trust

enum HubCommands {
    static func run(_ invocation: Invocation, _ output: Output) async throws -> ExitCode {
        let folder = DataFolder(invocation.value("dir") ?? "")
        switch invocation.command {
        case "hub init": try make(folder, invocation, output)
        case "hub allow": try AllowCommand.run(folder, invocation, output)
        case "hub check": return try check(invocation, output)
        case "hub serve": try await serve(folder, invocation, output)
        default: try invite(folder, invocation, output)
        }
        return .done
    }

    private static func make(_ folder: DataFolder, _ invocation: Invocation, _ output: Output) throws {
        let office = invocation.value("office") ?? ""
        let name = invocation.value("name") ?? ""
        let hub = try HubFolder.make(
            in: folder, office: office, name: name, nowMilliseconds: Clock.wallMilliseconds)
        let node = hub.store.identity?.node.description ?? ""
        output.say(
            Label(
                "สร้างเครื่องของเขต \(name) แล้วที่ \(folder.path) เก็บสำเนาไฟล์ node.keys ไว้ในที่ปลอดภัย",
                "The hub of \(name) is ready in \(folder.path). Keep a copy of node.keys in a safe place."))
        output.answer(["dir": .text(folder.path), "office": .text(office), "node": .text(node)])
    }

    /// Looks at the rules that span schools, writes what has become of them, and tells.
    private static func check(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.write(invocation, output) { editor in
            let report = try editor.lookAcrossSpaces()
            for finding in report.findings {
                output.say(
                    "\(finding.invariant.label.text(output.language)): "
                        + finding.message.text(output.language))
            }
            let count = report.findings.count
            output.say(
                Label(
                    "พบ \(count) เรื่อง แจ้งใหม่หรือแก้ \(report.raised) จบแล้ว \(report.resolved)",
                    "\(English.count(count, "finding")): \(report.raised) written, \(report.resolved) closed")
            )
            output.answer([
                "findings": .array(
                    report.findings.map { finding in
                        [
                            "rule": .text(finding.invariant.name), "subject": .text(finding.subject),
                            "spaces": .array(finding.spaces.map { .text($0.name) }),
                            "holds": .text(finding.holds),
                            "disputed": .array(finding.disputed.map { .text($0) }),
                            "th": .text(finding.message.th), "en": .text(finding.message.en),
                        ]
                    }), "written": .integer(Int64(report.raised)),
                "closed": .integer(Int64(report.resolved)),
            ])
            return .done
        }
    }

    private static func endpoint(_ address: String, _ invocation: Invocation) throws -> Endpoint {
        guard let endpoint = Endpoint(address) else {
            throw UsageError(
                command: invocation.command,
                Label("ที่อยู่ \(address) ไม่ถูกต้อง ต้องเป็น HOST:PORT", "\(address) is no HOST:PORT"))
        }
        return endpoint
    }

    private static func serve(_ folder: DataFolder, _ invocation: Invocation, _ output: Output) async throws {
        let endpoint = try endpoint(invocation.value("listen") ?? "", invocation)
        try folder.reach()
        guard folder.hasNode else { throw HubError.notHub(folder.path) }
        let keys = try NodeKeys.load(from: folder)
        guard let issuing = keys.issuing else { throw HubError.notHub(folder.path) }
        let host = try NodeHost(
            HostConfiguration(
                folder: folder, keys: keys, admission: HubAdmission(issuing: issuing), log: output.log))
        try await host.serve(listen: endpoint) { address in
            output.say(Label("เปิดรับที่ \(address)", "Listening on \(address)"))
            output.answer(["listening": .text(address)])
        }
    }

    private static func invite(_ folder: DataFolder, _ invocation: Invocation, _ output: Output) throws {
        if let address = invocation.value("address") { _ = try endpoint(address, invocation) }
        let hub = try HubFolder(opening: folder)
        let smis = invocation.word("smis") ?? ""
        let invitation = try hub.invite(
            smis, name: invocation.value("name"), address: invocation.value("address"),
            nowMilliseconds: Clock.wallMilliseconds)
        output.say(
            Label(
                "คำเชิญสำหรับ \(invitation.label) (\(smis)) ใช้ได้กับเครื่องเดียว ภายใน \(day(invitation, .th))",
                "Invitation for \(invitation.label) (\(smis)), good for one machine, "
                    + "until \(day(invitation, .en))"
            ))
        output.say(invitation.text)
        output.answer([
            "school": .text(smis), "address": .text(invitation.address),
            "expires": .text(ThaiDate(milliseconds: invitation.expiryMilliseconds).description),
            "invitation": .text(invitation.text),
        ])
    }

    private static func day(_ invitation: Invitation, _ language: Language) -> String {
        ThaiDate(milliseconds: invitation.expiryMilliseconds).medium(language)
    }
}

extension Output {
    /// One line of a running node's log.
    var log: @Sendable (String) -> Void {
        { line in note(Label(line, line)) }
    }
}
