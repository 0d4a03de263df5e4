/// What is wrong with a plugin, in a file and a line of it.
public struct PluginProblem: Error, Equatable, Sendable {
    /// The file, or the plugin's folder.
    public var path: String
    /// From 1; 0 where it concerns the whole.
    public var line: Int
    public var reason: String

    public init(path: String, line: Int = 0, reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }
}

extension PluginProblem: CustomStringConvertible {
    /// `plugins/weapon-system/table.tsv:12: the form has no word`.
    public var description: String { line > 0 ? "\(path):\(line): \(reason)" : "\(path): \(reason)" }
}
