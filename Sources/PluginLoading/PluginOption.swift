internal import JSONValues
internal import PluginAPI
internal import PluginManifests

/// A plugin's option as a user sets it: `quoted-speakers.verbs=said`.
public struct PluginOption: Sendable, Equatable {
    public var plugin: String
    public var name: String
    public var value: String

    /// Reads `NAME.KEY=VALUE`; nil for anything else.
    public init?(parsing text: String) {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let names = sides[0].split(separator: ".", omittingEmptySubsequences: false)
        guard sides.count == 2, names.count == 2, names.allSatisfy({ isPluginName(String($0)) }) else {
            return nil
        }
        (plugin, name, value) = (String(names[0]), String(names[1]), String(sides[1]))
    }

    /// As it was written.
    var text: String { "\(plugin).\(name)=\(value)" }
}

extension ManifestFile {
    /// The options with those that the user set.
    ///
    /// - Throws: which cannot be set so.
    func settings(_ options: [PluginOption]) throws(PluginProblems) -> JSONObject {
        var settings = JSONObject(self.options.map { .init($0.name, $0.defaultValue) })
        for option in options where option.plugin == manifest.name {
            func problem(_ reason: String) -> PluginProblems {
                PluginProblems([PluginProblem(path: "--plugin-option \(option.text)", reason: reason)])
            }
            guard let place = settings.members.firstIndex(where: { $0.name == option.name }) else {
                let known = self.options.map(\.name).joined(separator: ", ")
                throw problem(
                    known.isEmpty
                        ? "the plugin has no options" : "there is no such option; there are: \(known)")
            }
            guard let value = Self.value(option.value, like: settings.members[place].value) else {
                throw problem("the value is not \(settings.members[place].value.kind)")
            }
            settings.members[place].value = value
        }
        return settings
    }

    private static func value(_ text: String, like model: JSONValue) -> JSONValue? {
        switch model {
        case .bool: text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
        case .integer, .number:
            if let value = Int(text) {
                .integer(value)
            } else {
                Double(text).flatMap { $0.isFinite ? .number($0) : nil }
            }
        default: .string(text)
        }
    }
}
