public import ExternalPrograms
public import JSONValues
public import PluginAPI

/// A plugin that is a program in any language, as its `plugin.json` describes it.
///
/// It is started before the first document, answers a line of JSON for each line it is given, and is started again when it
/// ends; `plugins/PROTOCOL.md` tells what the lines hold. Whatever it does costs its own answers and nothing else.
public struct ProgramPlugin: Sendable {
    public var manifest: PluginManifest
    public var command: ProgramCommand
    /// By name, with the values that the user gave instead of the default ones.
    public var options: JSONObject
    /// Of all files of its folder, its version and options.
    public var fingerprint: UInt64
    /// Which inputs a format plugin reads.
    public var inputs: FormatInputs

    public init(
        manifest: PluginManifest, command: ProgramCommand, options: JSONObject = JSONObject(),
        fingerprint: UInt64, inputs: FormatInputs = FormatInputs()
    ) {
        self.manifest = manifest
        self.command = command
        self.options = options
        self.fingerprint = fingerprint
        self.inputs = inputs
    }

    /// The first line it is given.
    var hello: [UInt8] {
        let object = JSONObject([
            .init("protocol", .integer(1)), .init("kind", .string(manifest.kind.rawValue)),
            .init("name", .string(manifest.name)), .init("version", .integer(manifest.version)),
            .init("options", .object(options)),
        ])
        var line: [UInt8] = []
        line.appendJSON(.object(object))
        return line + [0x0A]
    }
}

/// How a format plugin knows what it reads.
public struct FormatInputs: Sendable, Equatable {
    /// With their point, in lower case: `.xyz`.
    public var endings: [String] = []
    public var mediaTypes: [String] = []
    /// How sure an ending is, 1...100; the bundled plugins say 80 to 95 of their own.
    public var confidence = 90

    public init() {}

    /// As `FormatPlugin.confidence`.
    func confidence(for input: FormatInput) -> Int {
        if let type = input.mediaType {
            let name = type.split(separator: ";").first.map { $0.filter { !$0.isWhitespace } } ?? ""
            return mediaTypes.contains(name.lowercased()) ? 100 : 0
        }
        let name = input.fileName.lowercased()
        return endings.contains(where: name.hasSuffix) ? confidence : 0
    }
}
