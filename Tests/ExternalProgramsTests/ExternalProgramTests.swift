import ExternalPrograms
import Testing

@Suite("External programs")
struct ExternalProgramTests {
    private func program(_ name: String, _ change: (inout ProgramLimits) -> Void = { _ in })
        -> ExternalProgram
    {
        var program = ExternalProgram(name: name, package: "some-package")
        change(&program.limits)
        return program
    }

    @Test(
        "A program reads its input and gives its output, however long", arguments: [0, 1, 70_000, 5_000_000])
    func echo(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try program("cat").run([], input: bytes) == bytes)
    }

    @Test("One that is missing is named with its package")
    func missing() {
        let absent = program("dossier-no-such-program")
        let error = #expect(throws: ProgramError.self) { try absent.run([], input: []) }
        #expect(error?.description == "dossier-no-such-program is not installed: apt install some-package")
        #expect(error?.isPassing == true)
    }

    @Test("One that fails is quoted")
    func failed() {
        let error = #expect(throws: ProgramError.self) {
            try program("sh").run(["-c", "echo no use >&2; exit 3"], input: [])
        }
        #expect(error == .failed(name: "sh", message: "no use"))
    }

    @Test(
        "One that takes too long is stopped, with what it started",
        arguments: [
            "sleep 60", "sleep 60 & sleep 60", "exec >&-; sleep 60", "while :; do echo; done >/dev/null",
        ])
    func slow(script: String) {
        let start = ContinuousClock.now
        #expect(throws: ProgramError.timeout(name: "sh", milliseconds: 300)) {
            try program("sh") { $0.timeMilliseconds = 300 }.run(["-c", script], input: [])
        }
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test("One that gives too much is stopped")
    func output() {
        #expect(throws: ProgramError.output(name: "yes", limitBytes: 1 << 20)) {
            try program("yes") { $0.outputBytes = 1 << 20 }.run([], input: [])
        }
    }

    @Test("One that takes too much memory fails, and no variable of ours reaches it")
    func memory() throws {
        #expect(throws: ProgramError.self) {
            try program("sh") { $0.memoryBytes = 64 << 20 }
                .run(["-c", "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done"], input: [])
        }
        let variables = try program("env").run([], input: [])
        let names = String(decoding: variables, as: UTF8.self).split(separator: "\n").map {
            $0.prefix { $0 != "=" }
        }
        // Bubblewrap sets the folder it starts a program in.
        #expect(
            Set(names).subtracting(["PWD"])
                == ["PATH", "LANG", "HOME", "PYTHONUNBUFFERED", "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE"])
    }
}
