extension SampleReviews {
    /// What the reviews are made of; `#` stands for a name, `@` for a title, `%` for a year.
    enum Words {
        static let goodWords = [
            "good", "great", "wonderful", "charming", "clever", "moving", "funny", "superb", "fresh", "warm", "sharp",
            "gripping", "beautiful", "honest", "tender", "witty", "brilliant", "convincing", "delightful", "rich",
            "inspired", "lovely", "touching", "excellent", "thrilling", "memorable", "elegant", "enjoyable", "subtle",
            "impressive", "strange", "simple",
        ]
        static let badWords = [
            "bad", "dull", "awful", "clumsy", "boring", "flat", "tired", "terrible", "stale", "cold", "lazy",
            "predictable", "ugly", "fake", "shallow", "silly", "dreadful", "wooden", "annoying", "thin",
            "pointless", "messy", "tedious", "poor", "lifeless", "forgettable", "cheap", "painful", "confused",
            "disappointing", "strange", "simple",
        ]
        static let aspects = [
            "the acting", "the story", "the script", "the music", "the ending", "the camera work", "the lead", "#",
            "the dialogue", "the first half", "the last half hour", "the humour", "the cast", "the whole film",
            "the direction", "\"@\"", "this sequel", "the love story", "the villain", "the pacing",
            "the remake of \"@\"",
            "the child actor", "the editing", "what # does here", "the chase", "the twist",
        ]
        static let verbs = ["is", "is", "is", "was", "was", "felt", "seems", "turns out", "stays", "looks"]
        static let degrees = [
            "", "", "", "", "very ", "so ", "rather ", "really ", "quite ", "truly ", "surprisingly ",
        ]
        static let negations = ["is not", "isn't", "was never", "wasn't", "is hardly", "was not at all", "is far from"]
        static let turns = ["but", "but", "yet", "although", "while"]
        static let ends = [".", ".", ".", ".", ".", "!", "!!", "..."]
        static let joints = [" ", " ", " ", " ", " ", " ", "<br /><br />", "<br />", "\n", " - "]
        static let smiles = [" :)", " :-)", " ;)", " :D"]
        static let frowns = [" :(", " :-(", " :/"]
        static let praise = [
            "I loved every minute of it.", "go and see it, you will not regret it!", "a small gem from %.",
            "# has never been better.", "I laughed, I cried, and I want to see it again.", "highly recommended.",
            "it stayed with me for days.", "one of the best films I have seen since \"@\".", "we all had a good time.",
            "I could watch # for hours.", "it deserves a far bigger audience.", "bravo, #!",
            "<i>@</i> is a joy from start to finish.", "my kids adored it, and so did I.", "a perfect evening.",
            "it gets better each time.", "I was hooked from the first scene.", "worth the price of the ticket alone.",
        ]
        static let blame = [
            "I want my two hours back.", "stay away from it, please!", "a waste of good money in %.",
            "# has never been worse.", "I looked at my watch, I yawned, and I left.", "not recommended.",
            "I had forgotten it by the next day.", "one of the worst films I have seen since \"@\".",
            "half of the audience walked out.", "I could not wait for # to go away.", "how did this ever get made?",
            "shame on you, #!", "<i>@</i> is a bore from start to finish.", "my kids fell asleep, and so did I.",
            "a wasted evening.", "it gets worse each time.", "I did not care about anyone in it.",
            "not worth the price of the popcorn.",
        ]
        static let plots = [
            "# plays a baker who finds a letter from %.", "two sisters inherit a lighthouse, a boat and a debt.",
            "the film is set in a small harbour town in %.", "I saw it on a plane with my brother.",
            "it is based on the novel \"@\", which I have not read.", "# directed it after \"@\".",
            "a detective follows a trail of postcards across three countries.", "it runs for about two hours.",
            "the second act moves to a snowed-in hotel, where # meets a stranger.", "there is a dog in it, too.",
            "my neighbour, who works in a cinema, told me about it.", "it was shot in black and white in %.",
            "the copy I watched had subtitles.", "a teacher, a thief and a clockmaker share a train compartment.",
            "the DVD has a commentary by #.", "the title refers to a song from %.", "<b>Spoilers ahead:</b> # did it.",
            "they say \"never again\", and then they do it again.", "it was shown at a festival in %.",
            "# wrote, produced, and sang the title song.",
        ]
        static let names = [
            "Mara Ellwood", "Tobin Asher", "Ines Caldera", "Jonas Wyke", "Petra Lund", "Omar Venn", "Lucia Farrow",
            "Henrik Stroud", "Adele Quist", "Samir Holt", "Nora Pell", "Viktor Amsel", "Dana Reyes-Holm", "Old Barnaby",
            "Greta Novik", "Paul O'Dell",
        ]
        static let titles = [
            "The Salt Road", "Nine Lanterns", "A Clock for Anna", "Harbour Lights, Again", "The Quiet Engine",
            "Paper Wolves", "Midnight at the Depot", "Goodbye, Lieutenant", "Under the Tin Roof", "The Orchard Keeper",
            "Falling Upwards", "Letters to Nobody", "The Last Tram", "Bitter Honey", "Wonderful Hour", "A Bad Summer",
        ]
    }
}
