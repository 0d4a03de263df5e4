import ArchiveReading
import PluginAPI

/// The files in an archive.
final class ArchiveMembers: MemberReader {
    private let archive: Archive
    private var expansion: Expansion
    private var member: ArchiveMember?
    /// Bytes of a member whose size its archive does not say.
    private var counted: [UInt8]?

    init(_ bytes: ContainerBytes) throws(SourceError) {
        expansion = try Expansion(of: bytes)
        archive = try openArchive(bytes, as: .members)
    }

    func next() throws(SourceError) -> MemberHeader? {
        counted = nil
        while let member = try archive.step({ archive throws(ArchiveError) in try archive.next() }) {
            try expansion.add(member.byteCount ?? 0)
            guard member.isFile else { continue }
            self.member = member
            if let byteCount = member.byteCount {
                return MemberHeader(path: member.path, byteCount: byteCount)
            }
            let bytes = try archive.step { archive throws(ArchiveError) in
                member.isEncrypted
                    ? [] : try archive.contents(limit: ContainerLimits.memberByteCount)
            }
            try expansion.add(bytes.count)
            counted = bytes
            return MemberHeader(path: member.path, byteCount: bytes.count)
        }
        return nil
    }

    func content() throws(SourceError) -> MemberContent {
        if member?.isEncrypted == true {
            throw SourceError(
                path: "", reason: "is encrypted; unpack it to have it indexed", isLasting: true)
        }
        if let counted { return MemberContent(bytes: counted) }
        // A member that is longer than it says is damaged, or a trap.
        let limit = min(member?.byteCount ?? 0, ContainerLimits.memberByteCount)
        return MemberContent(
            bytes: try archive.step { archive throws(ArchiveError) in try archive.contents(limit: limit) })
    }
}

/// Opens the bytes of a container as an archive, or as one stream.
func openArchive(_ bytes: ContainerBytes, as content: Archive.Content) throws(SourceError) -> Archive {
    do throws(ArchiveError) {
        return switch bytes {
        case .file(let path): try Archive(path: path, as: content)
        case .memory(let bytes): try Archive(bytes: bytes, as: content)
        }
    } catch {
        throw SourceError(path: "", reason: "cannot be unpacked: \(error.reason)")
    }
}

extension Archive {
    /// The same, its error as that of a source.
    func step<Result>(_ body: (Archive) throws(ArchiveError) -> Result) throws(SourceError) -> Result {
        do throws(ArchiveError) {
            return try body(self)
        } catch {
            throw SourceError(path: "", reason: "cannot be unpacked: \(error.reason)")
        }
    }
}
