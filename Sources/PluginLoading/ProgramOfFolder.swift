internal import ExternalPrograms
internal import JSONValues
internal import PluginAPI
internal import PluginManifests
internal import ProgramPlugins

extension PluginFolder {
    /// The program of the folder with options.
    func program(_ options: JSONObject) -> ProgramPlugin {
        var limits = ProgramLimits()
        limits.timeMilliseconds = 1000 * (file.limits.timeSeconds ?? 60)
        limits.startMilliseconds = max(limits.startMilliseconds, limits.timeMilliseconds)
        limits.batchMilliseconds = 10 * limits.timeMilliseconds
        limits.memoryBytes = (file.limits.memoryMegabytes ?? 1024) << 20
        limits.outputBytes = (file.limits.outputMegabytes ?? 64) << 20
        var hash = StableHash()
        hash.append("\(contentHash) \(file.manifest.version) \(Self.protocolVersion)".utf8)
        var settings: [UInt8] = []
        settings.appendJSON(.object(options))
        hash.append(settings)
        var inputs = FormatInputs()
        (inputs.endings, inputs.mediaTypes) = (file.endings, file.mediaTypes)
        inputs.confidence = file.confidence
        return ProgramPlugin(
            manifest: file.manifest,
            command: ProgramCommand(
                name: "its program", words: file.program, folder: absolutePath(path) ?? path, limits: limits),
            options: options, fingerprint: hash.value, inputs: inputs)
    }

    private static let protocolVersion = 1

    func programFacet(_ options: JSONObject) throws(PluginProblems) -> any FacetPlugin {
        let plugin = program(options)
        return try started(plugin) { () throws(ProgramError) in try ProgramFacet(plugin) }
    }

    func programFormat(
        _ options: JSONObject, textFormat: any FormatPlugin
    ) throws(PluginProblems) -> any FormatPlugin {
        let plugin = program(options)
        return try started(plugin) { () throws(ProgramError) in
            try ProgramFormat(plugin, textFormat: textFormat)
        }
    }

    private func started<Plugin>(
        _ plugin: ProgramPlugin, _ start: () throws(ProgramError) -> Plugin
    ) throws(PluginProblems) -> Plugin {
        func problem(_ reason: String) -> PluginProblems {
            let place = path + "/" + Self.manifestName
            return PluginProblems([
                PluginProblem(path: place, line: file.lines["program"] ?? 0, reason: reason)
            ])
        }
        if let obstacle = plugin.command.obstacle { throw problem(obstacle) }
        do throws(ProgramError) {
            return try start()
        } catch {
            throw problem("\(error)")
        }
    }
}
