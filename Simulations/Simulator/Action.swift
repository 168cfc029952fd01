// What people and bad luck do to a district, one act at a time. A run is a list of these: it can be drawn
// from a seed, written down in a scenario, and shortened act by act while it still fails. An act brings its
// own dice, so that leaving out another one does not change it.

/// A machine, by its place in the world's list; 0 is the hub.
public typealias MachineNumber = Int

/// One thing that happens.
public enum Action: Hashable, Sendable {
    /// A person enters something.
    case work(MachineNumber, Work, dice: UInt64)
    /// The line to the hub comes up, or goes down: for both directions or for one.
    case line(MachineNumber, LineState)
    /// The connection that stands is cut after so many more bytes in either direction.
    case cut(MachineNumber, bytes: Int)
    /// The process dies and is started again.
    case crash(MachineNumber, pauseMilliseconds: Int64)
    /// The machine loses power at its n-th write to the disk from now on, and comes back.
    case powerLoss(MachineNumber, step: Int, pauseMilliseconds: Int64)
    /// The disk fails at its n-th write from now on: once, or until it is mended.
    case diskFault(MachineNumber, isFull: Bool, step: Int, isLasting: Bool)
    /// The disk works again.
    case diskMended(MachineNumber)
    /// Somebody copies the machine's folder away.
    case backup(MachineNumber)
    /// The last copy is put back. With `memory` what lies outside the folder is put back too, as a virtual
    /// machine's snapshot does: nothing on the machine then tells that it happened.
    case restore(MachineNumber, memory: Bool)
    /// The machine's disk is copied to another machine, which is then switched on beside it.
    case clone(MachineNumber, to: MachineNumber)
    /// The wall clock jumps.
    case clock(MachineNumber, byMilliseconds: Int64)
    /// Bytes of a connection that was open before come again, from a stranger.
    case replay(dice: UInt64)
    /// An officer takes a bundle from the machine to the hub, and the answer back.
    case stick(MachineNumber, StickLuck, travelMilliseconds: Int64)
    /// Nothing gets through the line for a while; what was sent comes late, and whole.
    case clog(MachineNumber, milliseconds: Int64)
    /// The machine gets the present program in place of an older one.
    case upgrade(MachineNumber)
    /// A bit turns over on a copy of the machine's disk, which is then checked.
    case rot(MachineNumber, dice: UInt64)
    /// Somebody with the machine's keys does what no honest program does.
    case attack(MachineNumber, Attack, dice: UInt64)

    /// The machine it happens to; nil for none.
    public var machine: MachineNumber? {
        switch self {
        case .work(let number, _, _), .line(let number, _), .cut(let number, _), .crash(let number, _),
            .powerLoss(let number, _, _), .diskFault(let number, _, _, _), .diskMended(let number),
            .backup(let number), .restore(let number, _), .clone(let number, _), .clock(let number, _),
            .stick(let number, _, _), .clog(let number, _), .upgrade(let number), .rot(let number, _),
            .attack(let number, _, _):
            number
        case .replay: nil
        }
    }
}

/// Whether bytes pass between a machine and the hub.
public enum LineState: String, Hashable, Sendable, CaseIterable {
    /// Both ways.
    case up
    /// Not at all.
    case down
    /// Only to the hub.
    case upstreamOnly
    /// Only from the hub.
    case downstreamOnly
}

/// What becomes of a stick on its way.
public enum StickLuck: String, Hashable, Sendable, CaseIterable {
    /// It arrives, and so does the answer.
    case good
    /// It never arrives.
    case lost
    /// It arrives, and the same file is taken in once more later.
    case twice
    /// It is first put into a machine of another school.
    case wrongNode
    /// The copy that arrives first ends too soon.
    case truncated
    /// A bit of the copy that arrives first is another one.
    case flipped
    /// The answer gets lost.
    case replyLost
}

/// What somebody hostile does with a school's keys.
public enum Attack: String, Hashable, Sendable, CaseIterable {
    /// Signs two changes for one sequence and shows the hub one on the line and the other on a stick.
    case equivocate
    /// Offers changes in another node's name, signed with this one's key.
    case forge
    /// Offers changes of its own in `district`.
    case outOfScope
    /// Offers changes whose hashes do not fit.
    case garble
    /// Writes hundreds of small changes at once, in times long past and far ahead.
    case flood
}

/// What a person may do to records.
public enum Work: String, Hashable, Sendable, CaseIterable {
    /// A new ticket.
    case newTicket
    /// A field of a ticket is changed.
    case changeTicket
    /// A ticket is moved to another state.
    case moveTicket
    /// An entry in a ticket's log.
    case logTicket
    /// A field that was read a while ago is written as the form showed it then.
    case staleForm
    /// A new stock item.
    case newStock
    /// Something is taken from or put on a shelf.
    case moveStock
    /// The pupils of a class are counted.
    case count
    /// A record is deleted.
    case delete
    /// The newest own change is taken back.
    case undo
    /// A conflict is settled.
    case settle
    /// The hub assigns people to a ticket, or takes them off.
    case assign
    /// The hub changes a rule.
    case changeRule
    /// A list is imported, in the lane for bulk.
    case bulk
    /// Something this machine may not write is written all the same, as a changed program might.
    case forbidden
    /// A change in a time long past or far ahead.
    case backdated
}

/// An act and its time.
public struct TimedAction: Hashable, Sendable {
    /// Milliseconds since the run's begin.
    public let milliseconds: Int64
    /// What happens.
    public let action: Action

    /// An act by its parts.
    public init(_ milliseconds: Int64, _ action: Action) {
        self.milliseconds = milliseconds
        self.action = action
    }
}
