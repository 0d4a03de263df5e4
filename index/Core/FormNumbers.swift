internal import IndexStorage

/// Which form stands at each position of a list that several forms share: a stream of bits.
///
/// ```
/// stream   a code for each position, in the order of the list's documents and their positions; zeros fill the last byte
/// code     form < 15:  as many ones as its number, then a zero
///          else:       fifteen ones, then form − 15 in 32 bits          the lowest bit of a byte comes first
/// ```
/// Forms are numbered from the commonest on, so most codes are one or two bits.
enum FormNumbers {
    private static let escape = 15

    struct Writer {
        private var stream = BitWriter()
        var bytes: [UInt8] { stream.bytes }

        mutating func append(_ form: UInt32) {
            if form < UInt32(escape) {
                stream.append((1 << UInt64(form)) - 1, count: Int(form) + 1)
            } else {
                stream.append((1 << UInt64(escape)) - 1, count: escape)
                stream.append(UInt64(form - UInt32(escape)), count: 32)
            }
        }

        /// Ends the stream.
        mutating func finish() { stream.finish() }

        mutating func removeAll() { stream.removeAll() }
    }

    /// Replaces `forms` by the next `count` of a stream, from a bit on, and moves past them.
    ///
    /// - Returns: false when the stream ends early.
    static func read(_ stream: MappedBytes, at bit: inout Int, count: Int, into forms: inout [UInt32]) -> Bool
    {
        forms.removeAll(keepingCapacity: true)
        // Each takes a bit at least, so a damaged count cannot make us reserve more.
        guard count <= 8 * stream.count - bit else { return false }
        forms.reserveCapacity(count)
        for _ in 0..<count {
            let word = stream.bits(at: bit)
            let ones = (~word).trailingZeroBitCount
            if ones < escape {
                forms.append(UInt32(ones))
                bit += ones + 1
            } else {
                let rest = UInt32(truncatingIfNeeded: word >> UInt64(escape))
                guard rest <= .max - UInt32(escape) else { return false }
                forms.append(rest + UInt32(escape))
                bit += escape + 32
            }
        }
        return bit <= 8 * stream.count
    }
}

/// Notes which of several forms stands at each occurrence of the list being written.
struct FormOccurrences {
    /// How often a form occurs.
    struct Count {
        var documentFrequency = 0
        var totalFrequency: UInt64 = 0
        fileprivate var lastDocument = UInt32.max
    }

    /// For each occurrence the place of its form in the class.
    private(set) var places: [UInt32] = []
    private(set) var counts: [Count] = []
    private var writer = FormNumbers.Writer()

    /// Begins the list of another class.
    mutating func start(formCount: Int) {
        places.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        counts.append(contentsOf: repeatElement(Count(), count: formCount))
    }

    /// Notes the next occurrence; documents ascend.
    mutating func append(_ place: UInt32, document: UInt32) {
        places.append(place)
        counts[Int(place)].totalFrequency += 1
        if counts[Int(place)].lastDocument != document {
            counts[Int(place)].lastDocument = document
            counts[Int(place)].documentFrequency += 1
        }
    }

    /// Notes the next occurrences, all in one document.
    ///
    /// - Parameter placeOfNumber: the place of each number, `.max` for none.
    /// - Returns: false when one has no place.
    mutating func append(_ numbers: ArraySlice<UInt32>, placeOfNumber: [UInt32], document: UInt32) -> Bool {
        for number in numbers {
            guard number < placeOfNumber.count, placeOfNumber[Int(number)] != .max else { return false }
            append(placeOfNumber[Int(number)], document: document)
        }
        return true
    }

    /// Places of the forms that occur.
    var presentPlaces: [Int] { counts.indices.filter { counts[$0].totalFrequency > 0 } }

    /// The number of each form, the commonest first, of two as common the lesser.
    func numbers() -> [UInt32] {
        let order = counts.indices.sorted {
            (counts[$1].totalFrequency, $0) < (counts[$0].totalFrequency, $1)
        }
        var numbers = [UInt32](repeating: 0, count: order.count)
        for (number, place) in order.enumerated() { numbers[place] = UInt32(number) }
        return numbers
    }

    /// Appends the stream.
    ///
    /// - Returns: its size in bytes.
    mutating func appendStream(_ numbers: [UInt32], to bytes: inout [UInt8]) -> Int {
        writer.removeAll()
        for place in places { writer.append(numbers[Int(place)]) }
        writer.finish()
        bytes += writer.bytes
        return writer.bytes.count
    }
}
