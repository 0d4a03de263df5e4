internal import PluginManifests

/// The files of a new plugin, which works and says in comments where to go on.
public struct PluginSkeleton: Sendable, Equatable {
    /// What a new plugin is to be.
    public enum Kind: String, CaseIterable, Sendable {
        case table, program, format, swift
    }

    public var kind: Kind
    public var name: String

    /// - Throws: why a plugin cannot have that name.
    public init(_ kind: Kind, name: String) throws(PluginProblem) {
        guard isPluginName(name) else {
            throw PluginProblem(
                path: name,
                reason:
                    "a plugin’s name has lower-case letters, digits and hyphens, a letter first, at most 64")
        }
        (self.kind, self.name) = (kind, name)
    }

    /// Writes the files into a new folder of the plugin's name.
    ///
    /// - Parameter folder: in which that folder is made.
    /// - Returns: the plugin's folder, and the files' paths in it.
    public func write(into folder: String) throws(PluginProblem) -> (path: String, files: [String]) {
        let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
        guard folderItems(path) == nil else {
            throw PluginProblem(path: path, reason: "there is something already")
        }
        for file in files {
            let target = path + "/" + file.path.replacing("NAME", with: name)
            let parent = target.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            guard makeFolder(parent.joined(separator: "/")),
                writeNewFile(target, file.text.replacing("NAME", with: name), isExecutable: file.isExecutable)
            else { throw PluginProblem(path: target, reason: "cannot be written") }
        }
        return (path, files.map { $0.path.replacing("NAME", with: name) })
    }

    struct File {
        var path: String
        var text: String
        var isExecutable = false
    }

    var files: [File] {
        switch kind {
        case .table: Self.table
        case .program: Self.program
        case .format: Self.format
        case .swift: Self.swift(typeName)
        }
    }

    /// `weapon-system` → `WeaponSystem`.
    private var typeName: String {
        name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
