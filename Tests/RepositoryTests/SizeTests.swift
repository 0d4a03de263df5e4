import Testing

@Test("No source file is longer than 500 lines")
func filesAreShort() throws {
    let files = Repository.files(extensions: ["swift", "c", "h", "cpp"])
    #expect(files.count > 10)
    for file in files {
        let count = try Repository.lines(file).count
        #expect(count <= 501, "\(file) has \(count) lines")
    }
}

/// First line and length in lines of every function in formatted Swift: from `func` or `init` to the closing
/// brace that stands as far in as the line it began on.
func functions(in lines: [Substring]) -> [(line: Int, count: Int)] {
    var found: [(Int, Int)] = []
    for (index, line) in lines.enumerated() {
        let words = line.split(whereSeparator: { " (<?".contains($0) })
        guard !line.drop(while: { $0 == " " }).hasPrefix("//"),
            words.contains("func") || words.contains("init"),
            !line.contains("self.init"), !line.contains("super.init")
        else { continue }
        let closing = line.prefix(while: { $0 == " " }) + "}"
        guard !line.hasSuffix("}"), let end = lines[index...].firstIndex(where: { $0 == closing }) else {
            continue
        }
        found.append((index + 1, end - index + 1))
    }
    return found
}

@Test("No function is longer than 70 lines")
func functionsAreShort() throws {
    var total = 0
    for file in Repository.files(extensions: ["swift"]) where !file.hasSuffix("Package.swift") {
        for (line, count) in functions(in: try Repository.lines(file)) {
            total += 1
            #expect(count <= 70, "\(file):\(line) has a function of \(count) lines")
        }
    }
    #expect(total > 50)
}

@Test("The function measure sees a long function")
func functionMeasureWorks() {
    let body = Array(repeating: Substring("        work()"), count: 80)
    let long = [Substring("    func long() {")] + body + ["    }"]
    #expect(functions(in: long).map(\.count) == [82])
}

@Test("Unsafe code stays in Unsafe folders, and each file of it says why it is safe")
func unsafeIsFenced() throws {
    for file in Repository.files(extensions: ["swift"]) where !file.contains("Tests/") {
        let lines = try Repository.lines(file)
        let isUnsafe = lines.contains { line in
            let code = line.drop(while: { $0 == " " })
            return !code.hasPrefix("//")
                && code.split(whereSeparator: { " (=".contains($0) }).contains("unsafe")
        }
        guard isUnsafe else { continue }
        #expect(file.contains("/Unsafe/"), "\(file) has unsafe code outside an Unsafe folder")
        #expect(
            lines.contains { $0.contains("// Safe:") }, "\(file) does not say why its unsafe code is safe")
    }
}
