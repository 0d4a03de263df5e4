import PluginAPI
import StandardPlugins

extension Command {
    static let plugins = Command(
        name: "plugins", summary: "List the plugins for formats and facets.", options: [.json],
        run: runPlugins)
}

private func runPlugins(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    let plugins = try standardPlugins()
    let rows: [(manifest: PluginManifest, valueCount: Int?)] =
        plugins.formats.map { ($0.manifest, nil) } + plugins.facets.map { ($0.manifest, $0.values.count) }
    writeOut(arguments.isJSON ? json(rows).text + "\n" : text(rows))
    return .success
}

private func text(_ rows: [(manifest: PluginManifest, valueCount: Int?)]) -> String {
    let width = rows.map(\.manifest.name.count).max() ?? 0
    return rows.map { manifest, valueCount in
        let kind = manifest.kind.rawValue.padded(to: 6)
        let size = valueCount.map { counted($0, "value") } ?? ""
        let name = manifest.name.padded(to: width)
        return "\(kind)  \(name)  version \(manifest.version)  \(size.padded(to: 10))  \(manifest.summary)\n"
    }.joined()
}

private func json(_ rows: [(manifest: PluginManifest, valueCount: Int?)]) -> JSON {
    let plugins = rows.map { manifest, valueCount in
        JSON.object([
            ("name", .string(manifest.name)), ("kind", .string(manifest.kind.rawValue)),
            ("version", .integer(manifest.version)), ("licence", .string(manifest.licence)),
            ("sources", .array(manifest.sources.map { .string($0) })), ("summary", .string(manifest.summary)),
            ("actors", .bool(manifest.isActor)), ("values", valueCount.map { .integer($0) } ?? .null),
        ])
    }
    return .object([("plugins", .array(plugins))])
}
