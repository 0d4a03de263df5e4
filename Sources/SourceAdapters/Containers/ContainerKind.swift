/// Files that hold articles of their own, known by the endings of their names.
enum ContainerKind: Sendable, CaseIterable {
    /// ZIP, 7-Zip and tar, whose members are files.
    case archive
    /// Pages as a crawler got them from the web.
    case webArchive
    case mailbox
    /// RSS, Atom or RDF; a file of XML may turn out to be none.
    case feed
    case book

    /// Endings of names, without their first dot and in lower case.
    var fileExtensions: [String] {
        switch self {
        case .archive:
            [
                "zip", "tar", "tar.gz", "tgz", "tar.xz", "txz", "tar.zst", "tzst", "tar.bz2", "tbz2", "7z",
                "maff", "wacz",
            ]
        case .webArchive: ["warc", "warc.gz"]
        case .mailbox: ["mbox"]
        case .feed: ["rss", "atom", "rdf", "xml"]
        case .book: ["epub"]
        }
    }

    /// The kind of a file; nil for one that is no container.
    init?(fileName: String) {
        let endings = fileEndings(fileName)
        guard let kind = Self.allCases.first(where: { !endings.isDisjoint(with: $0.fileExtensions) }) else {
            return nil
        }
        self = kind
    }
}

/// What follows the last dot of a name, and what follows the last but one, in lower case: `gz` and `tar.gz`.
func fileEndings(_ path: String) -> Set<String> {
    let name = lastComponent(path)
    var endings: Set<String> = []
    var dots = name.utf8.indices.reversed().lazy.filter { name.utf8[$0] == Byte.dot }.makeIterator()
    for _ in 0..<2 {
        guard let dot = dots.next() else { break }
        endings.insert(name[name.utf8.index(after: dot)...].lowercased())
    }
    return endings
}
