import PluginAPI
import StandardPlugins

extension Command {
    static let plugins = Command(name: "plugins", summary: "List the plugins that are compiled in") {
        arguments in
        guard arguments.isEmpty else {
            return fail("'plugins' takes no arguments; see 'dossier help'")
        }
        do {
            let plugins = try standardPlugins()
            let rows =
                plugins.formats.map { ($0.manifest, "") }
                + plugins.facets.map { ($0.manifest, "\($0.values.count) values") }
            let width = rows.map(\.0.name.count).max() ?? 0
            for (manifest, size) in rows {
                let kind = manifest.kind.rawValue.padded(to: 6)
                let version = "version \(manifest.version)"
                print(
                    "\(kind)  \(manifest.name.padded(to: width))  \(version)  \(size.padded(to: 10))  \(manifest.summary)"
                )
            }
            return .success
        } catch {
            return fail("a bundled plugin cannot be loaded: \(error)")
        }
    }
}
