/// Which files of a folder, or of an archive, are articles.
struct FileSelection: Sendable {
    private let includes: [Glob]
    private let excludes: [Glob]
    let includesHidden: Bool
    private let extensions: Set<String>

    init(includes: [String], excludes: [String], includesHidden: Bool, fileExtensions: [String]) {
        self.includes = includes.map(Glob.init)
        self.excludes = excludes.map(Glob.init)
        self.includesHidden = includesHidden
        extensions = Set(fileExtensions.map { $0.lowercased() })
    }

    /// Whether files were named by patterns.
    var hasIncludes: Bool { !includes.isEmpty }

    /// True when the file at this path, relative to the root, is to be indexed.
    func selects(_ path: String) -> Bool { includes.isEmpty ? hasArticleExtension(path) : isIncluded(path) }

    /// Whether a container is opened. An archive is what a folder is: patterns may name files in it.
    func opens(_ kind: ContainerKind, _ path: String) -> Bool {
        includes.isEmpty ? hasArticleExtension(path) : kind == .archive || isIncluded(path)
    }

    /// Whether a file in an archive is an article: as in a folder, or by its ending where the archive is included.
    ///
    /// - Parameters:
    ///   - member: its path in the archive.
    ///   - archive: the archive's path, relative to the root.
    func selectsMember(_ member: String, of archive: String) -> Bool {
        includes.isEmpty || isIncluded(archive)
            ? hasArticleExtension(member) : isIncluded(archive + "/" + member)
    }

    func excludes(_ path: String, isFolder: Bool) -> Bool {
        excludes.contains { $0.matches(path, isFolder: isFolder) }
    }

    /// Whether neither the file nor a folder above it is hidden or left out.
    func reaches(_ path: String) -> Bool {
        let bytes = path.utf8
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: Byte.slash) ?? bytes.endIndex
            if bytes[start] == Byte.dot, !includesHidden { return false }
            if excludes(String(path[..<end]), isFolder: end < bytes.endIndex) { return false }
            start = end < bytes.endIndex ? bytes.index(after: end) : end
        }
        return true
    }

    /// Whether the name alone says that a link leads neither to an article nor to a folder.
    func isOther(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.dropFirst().contains(".") && !selects(path) && !hasArticleExtension(path)
    }

    func hasArticleExtension(_ path: String) -> Bool { !fileEndings(path).isDisjoint(with: extensions) }

    private func isIncluded(_ path: String) -> Bool { includes.contains { $0.matches(path) } }
}
