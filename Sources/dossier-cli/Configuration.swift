import SourceAdapters

/// What a user has set for every run, in a file with a setting a line: `search.limit = 20`.
///
/// A line is a name and a value rather than an argument, as some programs have it: commands have different options of one
/// name, and a name can be told from a misspelt one without knowing which command will be run.
struct Configuration: Sendable {
    struct Line: Equatable, Sendable {
        let number: Int
        /// Nil for all commands that have the option.
        let command: String?
        let option: String
        let value: String
    }

    /// For messages.
    let path: String
    private(set) var lines: [Line] = []
    /// What is wrong with lines, which are left out.
    private(set) var problems: [String] = []

    init(_ text: String, path: String, commands: [Command] = Command.all) {
        self.path = path
        let texts = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        for (index, text) in texts.enumerated() {
            do throws(UsageError) {
                if let line = try Configuration.line(text, number: index + 1, commands) { lines.append(line) }
            } catch {
                problems.append("\(path):\(index + 1): \(error)")
            }
        }
    }

    /// Nil for an empty line and a remark.
    private static func line(
        _ text: Substring, number: Int, _ commands: [Command]
    ) throws(UsageError) -> Line? {
        let text = trimmed(text.first == "\u{FEFF}" ? text.dropFirst() : text)
        if text.isEmpty || text.hasPrefix("#") { return nil }
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2 else {
            throw UsageError("‘\(text)’ is not of the form OPTION = VALUE or COMMAND.OPTION = VALUE.")
        }
        let name = String(trimmed(sides[0]))
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        let (command, option) = parts.count == 2 ? (parts[0], parts[1]) : (nil, name)
        try check(option, of: command, commands)
        return Line(
            number: number, command: command, option: option, value: String(unquoted(trimmed(sides[1]))))
    }

    private static func check(
        _ option: String, of command: String?, _ commands: [Command]
    ) throws(UsageError) {
        let named = commands.filter { command == nil || $0.name == command }
        if let command, named.isEmpty {
            let near = nearest(to: command, among: commands.map(\.name)).map { "; did you mean \($0)?" }
            throw UsageError("there is no command ‘\(command)’" + (near ?? "."))
        }
        let names = named.flatMap(\.options).filter(\.isConfigurable).map(\.name)
        if names.contains(option) { return }
        let owner = command.map { " of \($0)" } ?? ""
        let near = nearest(to: option, among: names).map { "; did you mean \($0)?" }
        throw UsageError("there is no option ‘\(option)’\(owner)" + (near ?? "."))
    }

    /// What the lines set for a command, those for it alone after those for all.
    ///
    /// - Parameter problems: is given what is wrong with values, which are left out.
    func settings(for command: Command, problems: inout [String]) -> [ArgumentParser.Setting] {
        let own = lines.filter { $0.command == command.name }
        let general = lines.filter { line in
            line.command == nil && !own.contains { $0.option == line.option }
        }
        var settings: [ArgumentParser.Setting] = []
        for line in general + own {
            guard let option = command.options.first(where: { $0.name == line.option }) else { continue }
            do throws(UsageError) {
                if let setting = try setting(option, line) { settings.append(setting) }
            } catch {
                problems.append("\(path):\(line.number): \(error)")
            }
        }
        return settings
    }

    /// Nil for an option that is set to false.
    private func setting(_ option: Option, _ line: Line) throws(UsageError) -> ArgumentParser.Setting? {
        var value = line.value
        if option.placeholder == nil {
            guard ["true", "false"].contains(value) else {
                throw UsageError("\(option.name): ‘\(value)’ is neither true nor false.")
            }
            if value == "false" { return nil }
            value = ""
        } else if option.completion.isPath {
            value = expandingHome(value)
        }
        let setting = ArgumentParser.Setting(
            option: option, written: "\(path):\(line.number): \(option.name)", value: value)
        var scratch = Arguments()
        do throws(UsageError) {
            try option.apply(&scratch, value)
        } catch {
            throw UsageError("\(option.name): \(error)")
        }
        return setting
    }
}

extension Option {
    /// Whether it may stand in the config file.
    var isConfigurable: Bool { !["help", "no-config"].contains(name) }
}

extension Configuration {
    /// The file that DOSSIER_CONFIG names, else `dossier/config` in `XDG_CONFIG_HOME`, else in `~/.config`.
    static var pathOfUser: (path: String, isNamed: Bool)? {
        if let named = environment("DOSSIER_CONFIG") { return named.isEmpty ? nil : (named, true) }
        if let folder = environment("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
            return (folder + "/dossier/config", false)
        }
        guard let home = environment("HOME"), !home.isEmpty else { return nil }
        return (home + "/.config/dossier/config", false)
    }

    /// What the user's file says; empty where there is none.
    static func ofUser() -> Configuration {
        guard let (path, isNamed) = pathOfUser else { return Configuration("", path: "") }
        guard let bytes = contents(ofFile: path) else {
            var none = Configuration("", path: path)
            if isNamed { none.problems = ["\(path): this file, named by DOSSIER_CONFIG, cannot be read."] }
            return none
        }
        return Configuration(String(decoding: bytes, as: UTF8.self), path: path)
    }
}

/// What holds for options that a command line does not name: the environment's DOSSIER_INDEX, then the config file.
struct Defaults {
    var settings: [ArgumentParser.Setting]
    var problems: [String]

    init(for command: Command, isConfigured: Bool) {
        let file = isConfigured ? Configuration.ofUser() : Configuration("", path: "")
        problems = file.problems
        settings = file.settings(for: command, problems: &problems)
        if let path = environment("DOSSIER_INDEX"), !path.isEmpty,
            let option = command.options.first(where: { $0.name == "index" })
        {
            settings.removeAll { $0.option.name == "index" }
            settings.append(.init(option: option, written: "DOSSIER_INDEX", value: path))
        }
    }
}

private func trimmed(_ text: Substring) -> Substring {
    let start = text.drop(while: \.isWhitespace)
    return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
}

/// Without the quotes around it.
private func unquoted(_ text: Substring) -> Substring {
    guard text.count > 1, text.first == "\"", text.last == "\"" else { return text }
    return text.dropFirst().dropLast()
}

/// With the user's folder for a tilde, which only a shell puts in otherwise.
func expandingHome(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = environment("HOME") else { return path }
    return home + path.dropFirst()
}
