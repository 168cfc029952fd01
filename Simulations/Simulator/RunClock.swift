// How a run tells the time to people: days since its begin and the time of day, as acts are written down.

extension World {
    /// The run's present time.
    public var clock: String { Self.clock(now) }

    /// A true time (milliseconds since 1970) as days and time of day of a run.
    public static func clock(_ milliseconds: Int64) -> String {
        TimedAction.clock(max(0, milliseconds - WorldCalendar.beginMilliseconds))
    }
}
