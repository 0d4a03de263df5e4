internal import IndexAnalysis
internal import IndexCore
internal import IndexSearch
internal import IndexStorage
internal import PluginAPI

/// What an answer depends on beside the request and the version of the program, so that it can be had again.
public struct Citation: Sendable, Equatable {
    /// A facet of the index, and what found its values.
    public struct Facet: Sendable, Equatable {
        public let name: String
        /// Nil where the sources state the values.
        public let pluginVersion: Int?
        /// 16 hexadecimal digits, by the tables and options of the plugin; nil where the sources state the values.
        public let fingerprint: String?
    }

    public let commit: KeptCommit
    /// 32 hexadecimal digits, by the bytes of the overlay that was applied; nil for none.
    public let overlayHash: String?
    /// Names of the indexed folders and files.
    public let sources: [String]
    public let facets: [Facet]
    /// The plugins that read the articles, by name.
    public let formats: [(name: String, version: String)]
    /// What made words of the text; its versions, and those of its libraries, are part of the commit and its hash.
    public let analyzerName: String
    /// The same with all versions.
    public let analyzer: String
    /// The version of the index's format.
    public let formatVersion: Int

    /// Opens the commit again, and tells when the overlay has changed.
    public var reference: String {
        commit.shortHash + (overlayHash.map { "+" + $0.prefix(KeptCommit.shortDigitCount) } ?? "")
    }

    public static func == (left: Citation, right: Citation) -> Bool {
        left.commit == right.commit && left.overlayHash == right.overlayHash && left.sources == right.sources
            && left.facets == right.facets && left.formats.elementsEqual(right.formats, by: ==)
            && left.analyzer == right.analyzer && left.formatVersion == right.formatVersion
    }
}

extension SearchIndex {
    /// What the answers of this index can be cited by.
    ///
    /// - Throws: `DossierError.Code.badRequest` where a live writer has added what is part of no commit.
    public func citation() throws(DossierError) -> Citation {
        try answering {
            let record = snapshot.record
            guard snapshot.parts.map({ $0.deletes?.count ?? 0 }) == record.segments.map(\.deletedCount) else {
                throw DossierError(
                    .badRequest,
                    "What a live writer has changed since commit \(snapshot.commitNumber) is part of no commit yet, and "
                        + "cannot be cited; the next ‘dossier index’ makes one of it.", path: path)
            }
            let state =
                record.syncState.isEmpty
                ? SyncState() : try SyncState(record.syncState, in: snapshot.fileSystem)
            return Citation(
                commit: try KeptCommit(snapshot.commitNumber, record, in: CommitStore(snapshot.fileSystem)),
                overlayHash: overlayHash, sources: state.roots.map(\.name),
                facets: record.facets.filter { $0.aspect == nil }.map { facet in
                    Citation.Facet(
                        name: facet.name, pluginVersion: facet.isStated ? nil : facet.pluginVersion,
                        fingerprint: facet.isStated
                            ? nil
                            : String(ContentHash(high: facet.fingerprint, low: 0).description.prefix(16)))
                },
                formats: state.formats.split(separator: ",").map { format in
                    let sides = format.split(separator: "=", maxSplits: 1)
                    return (String(sides[0]), sides.count > 1 ? String(sides[1]) : "")
                },
                analyzerName: searcher.analyzer.name, analyzer: record.analyzer,
                formatVersion: Int(IndexFile.version))
        }
    }

    /// What a reader has to know who asked for a commit with another overlay than is applied now; nil for nothing.
    public func overlayNotice(for reference: CommitReference) -> String? {
        switch (reference.overlay, overlayHash) {
        case (nil, nil): nil
        case (let cited?, let hash?) where hash.hasPrefix(cited.lowercased()): nil
        case (let cited?, nil):
            "The overlay \(cited) of the reference is not there, so answers may differ."
        case (nil, let hash?):
            "The overlay \(hash.prefix(KeptCommit.shortDigitCount)), of which the reference says nothing, is applied, so "
                + "answers may differ."
        case (let cited?, let hash?):
            "The overlay has changed, from \(cited) to \(hash.prefix(KeptCommit.shortDigitCount)), so answers may differ."
        }
    }
}

extension KeptCommit {
    /// When it was made, to the minute: `2026-11-28 18:12 UTC`; nil where that is not known.
    public var publishedDate: String? {
        guard publishedSeconds > 0, let day = Int32(exactly: publishedSeconds / 86_400) else { return nil }
        let minutes = Int(publishedSeconds % 86_400) / 60
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(padded(minutes / 60)):\(padded(minutes % 60))"
        return "\(CalendarDate(daysSinceEpoch: day)) \(time) UTC"
    }
}
