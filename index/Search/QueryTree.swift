/// What a query asks for, before terms are looked up.
public indirect enum Query: Equatable, Sendable {
    /// One word as written; `exact` asks for the surface form without stems.
    case word(text: String, field: String?, exact: Bool)
    /// Words side by side, in order.
    case phrase([String], field: String?)
    /// Documents that match every clause.
    case and([Query])
    /// Documents that match at least one clause.
    case or([Query])
    /// Documents that do not match.
    case not(Query)
    /// Documents with a facet value.
    case facet(name: String, value: String)
    /// Documents published between two dates as written, both included; nil is open.
    case date(from: String?, to: String?)
    /// Documents published on one of these days, counted from 1970-01-01.
    case days(ClosedRange<Int32>)
    /// Every document.
    case all
    /// No document.
    case nothing
}
