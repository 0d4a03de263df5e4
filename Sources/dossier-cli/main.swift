var words = CommandLine.arguments.dropFirst()
let name = words.popFirst() ?? "help"
let known = Command.all.first { $0.name == name || (name == "--help" && $0.name == "help") }

guard let command = known else {
    leave(with: fail("there is no command '\(name)'; see 'dossier help'"))
}
leave(with: command.run(Array(words)))
