import Dossier
import JSONValues
import PluginAPI
import PluginLoading
import PluginManifests
import TerminalText

extension Command {
    static let plugins = Command(
        name: "plugins", summary: "List the plugins for formats and facets, try one, or begin a new one.",
        operands: "[check DIR | new [DIR]]", operandCount: 0...2,
        details: """
            Besides those that come with Dossier there are the plugins in folders: those that --plugins names, and a \
            user's own in ~/.local/share/dossier/plugins (or $XDG_DATA_HOME/dossier/plugins), which index finds by itself. \
            A plugin is a folder with a plugin.json and a table of names, or a program in any language; plugins/README.md \
            tells how to write one.

            check reads a plugin's folder whole, runs its program with ordinary and hostile samples and with those in its \
            folder samples, and lists all that is wrong. new writes a plugin that works, to go on from.

              dossier plugins --plugins ~/my-plugins
              dossier plugins new --table weapon-system
              dossier plugins check weapon-system
              dossier index articles --plugins weapon-system

            Exit codes: 0 done, 2 a plugin is against its contract, or cannot be read.
            """,
        options: [.pluginFolder, .pluginOption] + Option.skeletons + [.json],
        completion: .operands([.choices(["check", "new"]), .folder]), run: runPlugins)
}

private func runPlugins(_ arguments: Arguments, _ screen: Screen) throws -> ExitCode {
    if let skeleton = arguments.skeleton, arguments.operands.first != "new" {
        throw UsageError(
            "--\(skeleton.kind) goes with new: dossier plugins new --\(skeleton.kind) \(skeleton.name)")
    }
    switch arguments.operands.first {
    case nil: return try list(arguments)
    case "check":
        guard arguments.operands.count == 2 else { throw UsageError("check needs the plugin's folder.") }
        return try check(arguments.operands[1], arguments)
    case "new": return try new(arguments)
    case let word?: throw UsageError("‘\(word)’ is nothing that plugins does; there are check and new.")
    }
}

// The list.

private func list(_ arguments: Arguments) throws -> ExitCode {
    let loaded = try arguments.loadPlugins(startsPrograms: false)
    writeOut(arguments.isJSON ? json(loaded).line : text(loaded.entries))
    return loaded.problems.isEmpty ? .success : .failure
}

private func text(_ entries: [LoadedPlugins.Entry]) -> String {
    let width = entries.map(\.manifest.name.count).max() ?? 0
    return entries.map { entry in
        let manifest = entry.manifest
        let kind = manifest.kind.rawValue.padded(to: 6)
        let size = entry.valueCount.map { counted($0, "value") } ?? entry.form?.rawValue ?? ""
        let name = manifest.name.padded(to: width)
        let origin = entry.path.map { " (\($0))" } ?? ""
        let line =
            "\(kind)  \(name)  version \(manifest.version)  \(size.padded(to: 11))  \(manifest.summary)\(origin)"
        let options = entry.options.map { option in
            "        --plugin-option \(manifest.name).\(option.name)=…  \(option.summary)"
        }
        return ([line] + options).map { printable($0) + "\n" }.joined()
    }.joined()
}

private func json(_ loaded: LoadedPlugins) -> JSON {
    let plugins = loaded.entries.map { entry in
        JSON.object([
            ("name", .string(entry.manifest.name)), ("kind", .string(entry.manifest.kind.rawValue)),
            ("version", .integer(entry.manifest.version)), ("licence", .string(entry.manifest.licence)),
            ("sources", .array(entry.manifest.sources.map { .string($0) })),
            ("summary", .string(entry.manifest.summary)), ("isActor", .bool(entry.manifest.isActor)),
            ("values", entry.valueCount.map { .integer($0) } ?? .null),
            ("origin", .string(entry.path ?? "bundled")),
            ("form", .string(entry.form?.rawValue)),
            (
                "options",
                .array(
                    entry.options.map {
                        .object([("name", .string($0.name)), ("summary", .string($0.summary))])
                    })
            ),
        ])
    }
    return .object([("plugins", .array(plugins)), ("problems", json(loaded.problems))])
}

private func json(_ problems: [PluginProblem]) -> JSON {
    .array(
        problems.map {
            .object([
                ("path", .string($0.path)), ("line", $0.line > 0 ? .integer($0.line) : .null),
                ("reason", .string($0.reason)),
            ])
        })
}

// The trial.

private func check(_ path: String, _ arguments: Arguments) throws -> ExitCode {
    let tokenizer = DocumentTokenizer()
    let report = PluginCheck(
        path: path, options: arguments.pluginOptions, bundled: try bundledPlugins(),
        tokenize: { tokenizer.tokenize($0) }
    ).run()
    complainOfMissingSandbox()
    if arguments.isJSON {
        writeOut(
            JSON.object([
                ("path", .string(report.path)), ("name", .string(report.manifest?.name)),
                ("form", .string(report.form?.rawValue)), ("sound", .bool(report.problems.isEmpty)),
                ("problems", json(report.problems)), ("notes", .array(report.notes.map { .string($0) })),
            ]).line)
    } else {
        var lines = report.problems.map { "\($0)" } + report.notes
        if report.problems.isEmpty { lines.append("\(path): the plugin keeps its contract") }
        writeOut(lines.map { printable($0) + "\n" }.joined())
    }
    if report.problems.isEmpty { return .success }
    complain("\(counted(report.problems.count, "problem")) in \(path).")
    return .failure
}

// A new one.

private func new(_ arguments: Arguments) throws -> ExitCode {
    guard let wanted = arguments.skeleton else {
        throw UsageError("new needs --table NAME, --program NAME, --format NAME or --swift NAME.")
    }
    let folder = arguments.operands.count > 1 ? arguments.operands[1] : "."
    let (path, files) = try PluginSkeleton(wanted.kind, name: wanted.name).write(into: folder)
    let shown = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    if arguments.isJSON {
        writeOut(
            JSON.object([("path", .string(shown)), ("files", .array(files.map { .string($0) }))]).line)
    } else {
        writeOut(files.map { printable("\(shown)/\($0)") + "\n" }.joined())
        writeOut("try it: dossier plugins check \(printable(shown))\n")
    }
    return .success
}
