public import PluginAPI
public import PluginManifests

/// The plugins that are there, and what is wrong with those that are not.
public struct LoadedPlugins: Sendable {
    public var set: PluginSet
    /// One a plugin, those that come with Dossier first.
    public var entries: [Entry]
    public var problems: [PluginProblem] = []
    /// Endings of files that plugins in folders read, with their point.
    public var endings: [String] = []

    public struct Entry: Sendable {
        public var manifest: PluginManifest
        /// Its folder; nil for one that comes with Dossier.
        public var path: String?
        /// Nil for one that comes with Dossier.
        public var form: PluginFolder.Form?
        /// Nil for a format, or a program that was not started.
        public var valueCount: Int?
        public var options: [ManifestFile.Option] = []
    }

    init(_ bundled: PluginSet) {
        set = bundled
        entries =
            bundled.formats.map { Entry(manifest: $0.manifest) }
            + bundled.facets.map { Entry(manifest: $0.manifest, valueCount: $0.values.count) }
    }
}
