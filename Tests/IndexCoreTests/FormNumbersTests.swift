import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

@Suite("Numbers of forms")
struct FormNumbersTests {
    private func stream(_ forms: [UInt32]) -> [UInt8] {
        var writer = FormNumbers.Writer()
        for form in forms { writer.append(form) }
        writer.finish()
        return writer.bytes
    }

    private func read(_ bytes: [UInt8], count: Int) -> (forms: [UInt32], bit: Int)? {
        var (forms, bit) = ([UInt32](), 0)
        let stream = MappedFile(path: "forms", bytes: bytes).allBytes
        return FormNumbers.read(stream, at: &bit, count: count, into: &forms) ? (forms, bit) : nil
    }

    @Test("Numbers come back from their stream, whatever they are", arguments: [0, 1, 2, 7, 8, 9, 300])
    func roundTrip(count: Int) throws {
        var random = SeededGenerator(state: UInt64(count))
        for greatest in [0, 1, 3, 14, 15, 16, UInt32.max] {
            let forms = (0..<count).map { _ in UInt32.random(in: 0...greatest, using: &random) }
            let found = try #require(read(stream(forms), count: count))
            #expect(found.forms == forms)
            #expect((found.bit + 7) / 8 == stream(forms).count)
        }
    }

    @Test("A stream that ends early is damaged, and so is a number beyond 32 bits")
    func damage() {
        let forms: [UInt32] = [0, 3, 20, 1, 1, .max, 2]
        let bytes = stream(forms)
        for count in 0..<bytes.count { #expect(read(Array(bytes[..<count]), count: forms.count) == nil) }
        #expect(read([UInt8](repeating: 0xFF, count: 8), count: 1) == nil)
        #expect(read([], count: 1) == nil)
    }
}
