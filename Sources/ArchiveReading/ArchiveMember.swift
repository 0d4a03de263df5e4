/// A file in an archive, or something else that stands there under a name.
public struct ArchiveMember: Sendable, Equatable {
    /// As it is stored: it may be absolute, or lead out of the archive. Of a name
    /// that is not UTF-8, in a ZIP the characters of code page 437, elsewhere bytes as `%XX`.
    public var path: String
    /// What it expands to, as the archive says; nil where it says nothing.
    public var byteCount: Int?
    /// False for folders, links and devices.
    public var isFile: Bool
    public var isEncrypted: Bool
}

/// Why an archive or a member cannot be read, in words.
public struct ArchiveError: Error, Equatable, Sendable {
    public var reason: String

    public init(reason: String) { self.reason = reason }
}
