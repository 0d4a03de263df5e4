import Glibc
import PluginAPI

/// One run through a folder.
struct FolderWalk {
    let source: FolderSource
    /// Told each folder before it is listed.
    private let entering: (String) -> Void
    private var listing = SourceListing(entries: [], isComplete: true)
    /// Those reached through a link; each is followed once, so crossing links cannot multiply the walk.
    private var followed: Set<FileStatus.Identity> = []
    /// All folders that were entered; a link to one of them adds nothing.
    private var visited: Set<FileStatus.Identity> = []
    /// Links to folders, followed when all that lies in the folder itself is known.
    private var links: [Link] = []

    private struct Link {
        let item: FolderItem
        let identity: FileStatus.Identity
        let path: String
        let ancestors: Set<FileStatus.Identity>
    }

    init(source: FolderSource, entering: @escaping (String) -> Void) {
        self.source = source
        self.entering = entering
    }

    /// Visits the items of the folder at relative path `folder`: empty for the root, else ending in `/`.
    mutating func visit(_ items: [FolderItem], in folder: String, ancestors: Set<FileStatus.Identity>) {
        for item in items {
            if item.name.first == Byte.dot && !source.selection.includesHidden { continue }
            guard let name = String(validating: item.name, as: UTF8.self) else {
                let shown = String(decoding: item.name, as: UTF8.self)
                report(folder + shown, "the name is not UTF-8; rename it to have it indexed")
                continue
            }
            if name == ".dossier" { continue }
            visit(item, at: folder + name, ancestors: ancestors)
        }
    }

    private mutating func visit(_ item: FolderItem, at path: String, ancestors: Set<FileStatus.Identity>) {
        if source.selection.excludes(path, isFolder: item.status?.kind == .folder) { return }
        guard let status = item.status else {
            // Gone between the listing and the question for its status: as if it had never been there.
            if !item.isLink && item.errorNumber == ENOENT { return }
            let prefix = item.isLink ? "broken link: " : ""
            if item.isLink, source.selection.isOther(path) { return }
            report(path, prefix + errorText(item.errorNumber), losesEntries: true)
            return
        }
        switch status.kind {
        case .folder where item.isLink:
            links.append(Link(item: item, identity: status.identity, path: path, ancestors: ancestors))
        case .folder: enter(item, status.identity, at: path, ancestors: ancestors)
        case .file:
            if let kind = ContainerKind(fileName: path), source.selection.opens(kind, path) {
                listing.containers.append(entry(status, at: path))
            } else if source.selection.selects(path) {
                listing.entries.append(entry(status, at: path))
            }
        case .other: if source.selection.selects(path) { report(path, "is not a regular file") }
        }
    }

    private mutating func enter(
        _ item: FolderItem, _ identity: FileStatus.Identity, at path: String,
        ancestors: Set<FileStatus.Identity>
    ) {
        if ancestors.contains(identity) {
            report(path, "the link leads back to a folder that contains it")
            return
        }
        guard visited.insert(identity).inserted else {
            if item.isLink, followed.contains(identity) {
                report(path, "the link leads to a folder that another link led to already")
            }
            return
        }
        if item.isLink { followed.insert(identity) }
        if source.selection.hasArticleExtension(path), ContainerKind(fileName: path) == nil {
            report(path, "is a folder")
        }
        do throws(SourceError) {
            entering(source.rootPath + "/" + path)
            let items = try listFolder(source.rootPath + "/" + path)
            visit(items, in: path + "/", ancestors: ancestors.union([identity]))
        } catch {
            report(path, error.reason, losesEntries: true)
        }
    }

    private func entry(_ status: FileStatus, at path: String) -> SourceEntry {
        SourceEntry(
            identifier: source.rootName + "/" + path, displayPath: source.displayRoot + "/" + path,
            filePath: source.rootPath + "/" + path, byteCount: status.byteCount,
            modifiedNanoseconds: status.modifiedNanoseconds)
    }

    private mutating func report(_ path: String, _ reason: String, losesEntries: Bool = false) {
        listing.problems.append(SourceProblem(path: source.displayRoot + "/" + path, reason: reason))
        if losesEntries { listing.isComplete = false }
    }

    /// The listing, entries sorted by the bytes of their identifiers.
    consuming func finish() -> SourceListing {
        var next = 0
        while next < links.count {
            let link = links[next]
            enter(link.item, link.identity, at: link.path, ancestors: link.ancestors)
            next += 1
        }
        func precedes(_ left: SourceEntry, _ right: SourceEntry) -> Bool {
            left.identifier.utf8.lexicographicallyPrecedes(right.identifier.utf8)
        }
        listing.entries.sort(by: precedes)
        listing.containers.sort(by: precedes)
        return listing
    }
}
