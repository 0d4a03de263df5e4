public import PluginAPI
internal import PluginManifests

/// Adds plugins in folders to those that come with Dossier.
///
/// A plugin that cannot be used is told, and costs no other.
public struct PluginLoader: Sendable {
    /// Folders that are a plugin, or hold plugins.
    public var folders: [String]
    public var options: [PluginOption]
    /// Where a user's own plugins lie, loaded without being named; nil for none. It may be missing.
    public var userFolder: String?
    /// False to list the plugins without starting programs; these are then no part of the set.
    public var startsPrograms: Bool

    public init(
        folders: [String] = [], options: [PluginOption] = [], userFolder: String? = Self.defaultUserFolder,
        startsPrograms: Bool = true
    ) {
        self.folders = folders
        self.options = options
        self.userFolder = userFolder
        self.startsPrograms = startsPrograms
    }

    /// `$XDG_DATA_HOME/dossier/plugins`, else `~/.local/share/dossier/plugins`; nil for a user without a home.
    public static var defaultUserFolder: String? {
        if let data = environmentValue("XDG_DATA_HOME"), data.hasPrefix("/") {
            return data + "/dossier/plugins"
        }
        return environmentValue("HOME").map { $0 + "/.local/share/dossier/plugins" }
    }

    /// Words that filters use otherwise, and facets that every index of articles has.
    private static let reservedNames: Set<String> = [
        "actor", "date", "zone", "title", "body", "aside", "author", "about", "government", "place",
        "publisher",
        "republished-from",
    ]

    /// The bundled plugins and those of the folders after them, in the order of folders and names.
    public func load(into bundled: PluginSet) -> LoadedPlugins {
        var loaded = LoadedPlugins(bundled)
        var (seen, names) = (Set<String>(), Set(loaded.entries.map(\.manifest.name)))
        for path in paths(&loaded.problems) {
            guard seen.insert(absolutePath(path) ?? path).inserted else { continue }
            do throws(PluginProblems) {
                let plugin = try PluginFolder(path: path)
                names.insert(plugin.file.manifest.name)
                try load(plugin, &loaded)
            } catch {
                loaded.problems += error.problems
            }
        }
        for option in options where !names.contains(option.plugin) {
            loaded.problems.append(
                PluginProblem(
                    path: "--plugin-option \(option.text)", reason: "there is no plugin \(option.plugin)"))
        }
        return loaded
    }

    /// The folders of single plugins.
    private func paths(_ problems: inout [PluginProblem]) -> [String] {
        var paths: [String] = []
        for folder in folders {
            let found = Self.plugins(in: folder)
            if found.isEmpty {
                problems.append(
                    PluginProblem(
                        path: folder,
                        reason: "no plugin is here: neither a plugin.json nor folders that have one"))
            }
            paths += found
        }
        return paths + (userFolder.map { Self.plugins(in: $0) } ?? [])
    }

    static func plugins(in folder: String) -> [String] {
        let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        func isPlugin(_ items: [FolderItem]?) -> Bool {
            items?.contains { $0.name == PluginFolder.manifestName } ?? false
        }
        guard let items = folderItems(folder) else { return [] }
        if isPlugin(items) { return [folder] }
        return items.map { folder + "/" + $0.name }.filter { isPlugin(folderItems($0)) }
    }

    private func load(_ plugin: PluginFolder, _ loaded: inout LoadedPlugins) throws(PluginProblems) {
        let manifest = plugin.file.manifest
        let place = PluginProblem(
            path: plugin.path + "/" + PluginFolder.manifestName, line: plugin.file.lines["name"] ?? 0,
            reason: "")
        func refused(_ reason: String) -> PluginProblems {
            PluginProblems([PluginProblem(path: place.path, line: place.line, reason: reason)])
        }
        if manifest.kind == .facet, Self.reservedNames.contains(manifest.name) {
            throw refused(
                "the name \(manifest.name) has a meaning of its own; give the plugin another, such as my-\(manifest.name)"
            )
        }
        if let other = loaded.entries.first(where: {
            $0.manifest.name == manifest.name && $0.manifest.kind == manifest.kind
        }) {
            let owner =
                other.path.map { "is also that of \($0)" } ?? "is that of a plugin that comes with Dossier"
            throw refused(
                "the name \(manifest.name) \(owner); give this one another in its plugin.json, such as my-\(manifest.name)"
            )
        }
        if plugin.form == .swift {
            throw refused(
                "the plugin is Swift source, which is compiled in and cannot be loaded: see plugins/README.md"
            )
        }
        var entry = LoadedPlugins.Entry(manifest: manifest, path: plugin.path, form: plugin.form)
        entry.options = plugin.file.options
        if plugin.form == .table {
            let facet = try plugin.tableFacet()
            entry.valueCount = facet.values.count
            loaded.set.facets.append(facet)
        } else {
            try add(plugin, to: &loaded)
        }
        loaded.endings += plugin.file.endings
        loaded.entries.append(entry)
    }

    private func add(_ plugin: PluginFolder, to loaded: inout LoadedPlugins) throws(PluginProblems) {
        let settings = try plugin.file.settings(options)
        guard startsPrograms else { return }
        if plugin.file.manifest.kind == .facet {
            loaded.set.facets.append(try plugin.programFacet(settings))
        } else if let text = loaded.set.formats.first(where: { $0.manifest.name == "text" }) {
            loaded.set.formats.append(try plugin.programFormat(settings, textFormat: text))
        }
    }
}
