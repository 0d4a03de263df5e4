/// Names a commit of an index, and the overlay that was applied to it, as `Citation.reference` does.
///
/// ```
/// 3f2a91c0d4e5            the first digits of the commit's hash; or its number, or the name of its pin
/// 3f2a91c0d4e5+9c1d22ab   and of the hash of the overlay
/// ```
public struct CommitReference: Sendable, Equatable {
    /// The first digits of the hash, the number, or the name of the pin.
    public var commit: String
    /// The first digits of the overlay's hash; nil for none.
    public var overlay: String?

    public init(_ text: String) {
        let sides = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        commit = String(sides[0])
        overlay = sides.count > 1 && !sides[1].isEmpty ? String(sides[1]) : nil
    }

    /// Fewer digits of a hash than this name no commit.
    private static let leastDigitCount = 4

    /// The commit that is meant.
    ///
    /// - Throws: `DossierError.Code.unknownCommit` when it is none of those, or could be several.
    func find(among commits: [KeptCommit], ofIndex path: String) throws(DossierError) -> KeptCommit {
        if let named = commits.first(where: { $0.pinName == commit }) { return named }
        if let numbered = commits.first(where: { String($0.number) == commit }) { return numbered }
        let prefix = commit.lowercased()
        let found =
            commit.utf8.count < Self.leastDigitCount ? [] : commits.filter { $0.hash.hasPrefix(prefix) }
        // Commits of one hash hold the same.
        if let last = found.last, found.allSatisfy({ $0.hash == last.hash }) { return last }
        let start =
            found.isEmpty
            ? "The index at \(path) keeps no commit ‘\(commit)’ any more, or never had it. It keeps "
            : "‘\(commit)’ may be several commits: "
        let list = (found.isEmpty ? commits : found).suffix(20).map(\.description).joined(separator: "; ")
        throw DossierError(.unknownCommit, start + (list.isEmpty ? "none" : list) + ".", path: path)
    }
}
