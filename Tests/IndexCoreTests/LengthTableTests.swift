import TestSupport
import Testing

@testable import IndexCore

@Test("Length codes ascend, are exact up to 40, and each length falls on the greatest code not above it")
func lengthTableLaws() {
    let lengths = LengthTable.lengths
    #expect(lengths.count == 256)
    #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 < $1 })
    for code in 0...255 { #expect(LengthTable.code(for: lengths[code]) == UInt8(code)) }
    for length in UInt32(0)...40 { #expect(lengths[Int(LengthTable.code(for: length))] == length) }

    var random = SeededGenerator(state: 5)
    for _ in 0..<10_000 {
        let length = UInt32.random(
            in: 0...UInt32.max >> UInt32.random(in: 0...31, using: &random), using: &random)
        let code = Int(LengthTable.code(for: length))
        #expect(lengths[code] <= length)
        #expect(code == 255 || lengths[code + 1] > length)
    }
}

@Test("A variable integer returns its value, and one cut short is refused")
func variableIntegerRoundTrip() {
    for shift in 0..<64 {
        for value in [
            UInt64(1) << UInt64(shift), (UInt64(1) << UInt64(shift)) &- 1, UInt64.max >> UInt64(shift),
        ] {
            var bytes: [UInt8] = []
            VariableInteger.append(value, to: &bytes)
            var offset = 0
            #expect(VariableInteger.read(bytes.span, at: &offset) == value)
            #expect(offset == bytes.count)
            bytes.removeLast()
            offset = 0
            #expect(VariableInteger.read(bytes.span, at: &offset) == nil)
        }
    }
    let overlong = [UInt8](repeating: 0x80, count: 10) + [1]
    var offset = 0
    #expect(VariableInteger.read(overlong.span, at: &offset) == nil)
}
