package import IndexStorage

/// Why a query gives no answer.
package enum QueryError: Error, Equatable, Sendable {
    /// A value of a facet, by the ids that make it unique.
    package struct Candidate: Equatable, Sendable {
        package var facet: String
        package var id: String
        package var label: String
    }

    case unknownFacet(name: String, known: [String])
    /// No value has the name; some have one like it.
    case unknownValue(facet: String, name: String, similar: [Candidate])
    /// The name fits several values.
    case ambiguousValue(facet: String, name: String, candidates: [Candidate])
    case badDate(String)
    /// What stands beside `NEAR` or in a phrase cannot stand there, as a sentence says.
    case badProximity(String)
    /// A pattern that cannot be read or stands for too much, as a sentence says.
    case badPattern(String)
    /// A facet whose values are no numbers was asked for a range of them.
    case noNumbers(facet: String)
    /// `+members` of a value to which nothing belongs.
    case noMembers(facet: String, name: String)
    /// No field of the index has such zones.
    case unknownZone(name: String, known: [String])
    case storage(StorageError)
}
