#if os(Linux)
    import Testing

    @Test("Without the library that reads mail the rest is indexed, and a mailbox another time")
    func missingMailLibrary() throws {
        let folder = try TemporaryFolder()
        let mailbox =
            "From ann@bay.example Sat May  4 23:30:00 2019\nSubject: Ferry\n\nThe ferry sailed again.\n"
        try folder.write("news/ferry.mbox", mailbox)
        try folder.write("news/grain.txt", "Grain and straits\n\nTurkey let the grain ships pass.\n")
        // Found before the true one, and none: a program that is linked with it would not start.
        try folder.write("libraries/libgmime-3.0.so.0", "")
        let without = try Program.run(
            "index", "news", in: folder.path, environment: ["LD_LIBRARY_PATH": folder.path + "/libraries"])
        #expect(without.status == 3)
        #expect(without.output.hasPrefix("news/.dossier: 1 article (1 new), "))
        #expect(
            without.errors.contains("GMime, which reads mail, cannot be loaded: apt install libgmime-3.0-0\n")
        )
        let with = try Program.run("index", "news", in: folder.path)
        #expect(with.status == 0)
        #expect(with.output.hasPrefix("news/.dossier: 2 articles (1 new, 1 as before), "))
    }
#endif
