/// The order of byte strings, byte for byte, a shorter one before what it begins.
package enum ByteOrder {
    /// Indices of the strings, ascending by what they hold; equal strings keep their order.
    ///
    /// What all begin with, as names of one source do, is passed over, and the next eight bytes decide most comparisons.
    package static func sortedIndices(_ strings: [[UInt8]]) -> [Int] {
        let start = sharedCount(strings)
        var keys: [(key: UInt64, index: Int)] = []
        keys.reserveCapacity(strings.count)
        for (index, string) in strings.enumerated() { keys.append((key(of: string, from: start), index)) }
        keys.sort {
            if $0.key != $1.key { return $0.key < $1.key }
            let order = compare(strings[$0.index], strings[$1.index], from: start)
            return order == 0 ? $0.index < $1.index : order < 0
        }
        return keys.map(\.index)
    }

    /// Eight bytes from `start` on, the first the highest, filled up with zeros.
    package static func key(of string: [UInt8], from start: Int = 0) -> UInt64 {
        var key: UInt64 = 0
        for index in start..<start + 8 { key = key << 8 | (index < string.count ? UInt64(string[index]) : 0) }
        return key
    }

    /// Negative, zero or positive as `left` sorts before, with or after `right`, with which it shares `start` bytes.
    package static func compare(_ left: [UInt8], _ right: [UInt8], from start: Int = 0) -> Int {
        let count = min(left.count, right.count)
        var index = start
        while index < count {
            if left[index] != right[index] { return left[index] < right[index] ? -1 : 1 }
            index += 1
        }
        return left.count - right.count
    }

    private static func sharedCount(_ strings: [[UInt8]]) -> Int {
        guard let first = strings.first else { return 0 }
        return strings.reduce(first.count) { min($0, sharedCount(first, $1)) }
    }

    /// How many leading bytes two strings have in common.
    static func sharedCount(_ left: [UInt8], _ right: [UInt8]) -> Int {
        let limit = min(left.count, right.count)
        var shared = 0
        while shared < limit, left[shared] == right[shared] { shared += 1 }
        return shared
    }
}
