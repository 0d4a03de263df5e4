import PluginAPI

/// One run through a container, to list its members.
struct ContainerListing {
    private let container: SourceEntry
    /// The container's path relative to the root of its source.
    private let path: String
    private let selection: FileSelection
    private var listing = SourceListing(entries: [], isComplete: true)

    /// - Parameter path: relative to the root, as patterns see it.
    init(_ container: SourceEntry, path: String, selection: FileSelection) {
        self.container = container
        self.path = path
        self.selection = selection
    }

    /// The members that are articles; the file itself where it turns out to be no container and `keepsFile` holds.
    consuming func list(keepsFile: Bool) -> SourceListing {
        guard let kind = ContainerKind(fileName: container.filePath) else { return listing }
        do throws(SourceError) {
            if let reader = try kind.open(.file(container.filePath)) {
                list(reader, kind, under: "", outer: nil)
            } else if keepsFile {
                listing.entries.append(container)
            }
        } catch {
            report("", error.reason)
            listing.isComplete = false
        }
        return listing
    }

    /// - Parameters:
    ///   - prefix: the path of the container within the file, with a slash at its end; empty for the file itself.
    ///   - outer: its index in the file.
    private mutating func list(
        _ reader: any MemberReader, _ kind: ContainerKind, under prefix: String, outer: UInt32?
    ) {
        do throws(SourceError) {
            var index: UInt32 = 0
            while let header = try reader.next() {
                guard index < ContainerLimits.memberCount else {
                    throw SourceError(
                        path: "", reason: "has more than \(ContainerLimits.memberCount) members")
                }
                let member =
                    outer.map { SourceEntry.Member(index: $0, innerIndex: index) } ?? .init(index: index)
                try take(header, member, in: kind, under: prefix, reader)
                index += 1
            }
        } catch {
            report(prefix, error.reason)
            listing.isComplete = false
        }
    }

    private mutating func take(
        _ header: MemberHeader, _ member: SourceEntry.Member, in kind: ContainerKind, under prefix: String,
        _ reader: any MemberReader
    ) throws(SourceError) {
        let path = prefix + header.path
        guard !header.path.isEmpty else { return }
        if kind == .archive {
            guard selection.reaches(self.path + "/" + path) else { return }
            if let inner = ContainerKind(fileName: header.path),
                selection.opens(inner, self.path + "/" + path)
            {
                open(inner, header, member, path, reader)
                return
            }
            guard selection.selectsMember(path, of: self.path) else { return }
        }
        listing.entries.append(
            SourceEntry(
                identifier: container.identifier + "/" + path,
                displayPath: container.displayPath + "/" + path,
                filePath: container.filePath, byteCount: header.byteCount, modifiedNanoseconds: 0,
                member: member))
    }

    /// Lists a container within the container.
    private mutating func open(
        _ kind: ContainerKind, _ header: MemberHeader, _ member: SourceEntry.Member, _ path: String,
        _ reader: any MemberReader
    ) {
        do throws(SourceError) {
            guard member.innerIndex == nil else {
                if kind == .feed { return }
                throw SourceError(
                    path: "",
                    reason: "lies too deep, in an archive in an archive; unpack one to have it indexed")
            }
            guard header.byteCount <= ContainerLimits.heldByteCount else {
                throw SourceError(
                    path: "",
                    reason:
                        "is larger than \(ContainerLimits.heldByteCount >> 20) MiB; unpack it to have it indexed"
                )
            }
            guard let inner = try kind.open(.memory(try reader.content().bytes)) else { return }
            list(inner, kind, under: path + "/", outer: member.index)
        } catch {
            report(path, error.reason)
            listing.isComplete = false
        }
    }

    private mutating func report(_ path: String, _ reason: String) {
        let place = path.utf8.last == Byte.slash ? String(path.dropLast()) : path
        listing.problems.append(
            SourceProblem(
                path: container.displayPath + (place.isEmpty ? "" : "/" + place), reason: reason))
    }
}
