internal import IndexCore

/// What tells which of several copies is the original.
struct CopyTraits {
    var publisher: String?
    /// Where it says it appeared first.
    var source: String?
    /// Days since 1970-01-01, or `noDate`.
    var days: Int32
    var lengthCode: UInt8
    /// Whether another copy names its URL as the one of the article.
    var isNamedByURL = false

    /// Index of the copy that the others are taken to be copies of.
    ///
    /// One that says of itself that it appeared first elsewhere only if all do; of the others one that copies name as their
    /// source; then the earliest, the longest, and the first.
    static func original(of copies: [CopyTraits]) -> Int {
        let sources = Set(copies.compactMap { $0.source.map(PublisherName.key) })
        func rank(_ index: Int) -> (Int, Int, Int32, Int, Int) {
            let copy = copies[index]
            let isNamed =
                copy.isNamedByURL || copy.publisher.map { sources.contains(PublisherName.key($0)) } ?? false
            return (
                copy.source == nil ? 0 : 1, isNamed ? 0 : 1, copy.days == noDate ? .max : copy.days,
                -Int(copy.lengthCode), index
            )
        }
        return copies.indices.min { rank($0) < rank($1) } ?? 0
    }
}
