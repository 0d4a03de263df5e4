/// What a format plugin notes of a document so that others like it can be read better.
public struct FormatNotes: Sendable, Equatable {
    /// The group the document belongs to, for example the site of a page.
    public var group: String
    /// Hashes of parts that may stand in other documents of the group too.
    public var marks: [UInt64]

    public init(group: String, marks: [UInt64]) {
        self.group = group
        self.marks = marks
    }
}

/// What repeats within groups of documents, such as the frame of a site's pages: an input of reading, kept with the
/// index, so that a document is read alike whenever it is read.
public struct FormatKnowledge: Sendable, Equatable {
    /// What is known of one group.
    public struct Group: Sendable, Equatable {
        /// Documents whose notes were counted.
        public var documentCount: Int
        /// Marks of several of them, ascending.
        public var marks: [UInt64]

        public init(documentCount: Int, marks: [UInt64]) {
            self.documentCount = documentCount
            self.marks = marks.sorted()
        }
    }

    /// Documents of a group whose notes are counted at most; more tell nothing new.
    public static let documentLimit = 256

    /// By name the groups in which something repeats.
    public private(set) var groups: [String: Group]

    public init(groups: [String: Group] = [:]) { self.groups = groups }

    /// Counts marks: those repeat that at least two documents of a group hold, and an eighth of them.
    ///
    /// - Complexity: O(all marks), of at most `documentLimit` documents a group, in their order.
    public init(_ notes: some Sequence<FormatNotes>) {
        var documents: [String: Int] = [:]
        var counts: [String: [UInt64: Int]] = [:]
        for note in notes where documents[note.group, default: 0] < Self.documentLimit {
            documents[note.group, default: 0] += 1
            for mark in Set(note.marks) { counts[note.group, default: [:]][mark, default: 0] += 1 }
        }
        groups = [:]
        for (name, marks) in counts {
            let count = documents[name] ?? 0
            let least = max(2, (count + 7) / 8)
            let repeated = marks.filter { $0.value >= least }.map(\.key)
            if !repeated.isEmpty { groups[name] = Group(documentCount: count, marks: repeated) }
        }
    }

    /// Learns of groups that are new, or of which more documents tell now.
    public mutating func learn(_ other: FormatKnowledge) {
        groups.merge(other.groups) { known, new in
            new.documentCount > known.documentCount ? new : known
        }
    }

    /// Whether a mark repeats in a group.
    ///
    /// - Complexity: O(log of the group's marks).
    public func isRepeated(_ mark: UInt64, in group: String) -> Bool {
        guard let marks = groups[group]?.marks else { return false }
        var (low, high) = (0, marks.count)
        while low < high {
            let middle = (low + high) / 2
            if marks[middle] < mark { low = middle + 1 } else { high = middle }
        }
        return low < marks.count && marks[low] == mark
    }
}
