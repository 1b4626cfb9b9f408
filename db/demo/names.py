"""Made-up people, complaints and remarks, as lists."""

GIVEN = (
    "Aaliyah", "Aidan", "Amara", "Andrés", "Beatriz", "Benjamin", "Brigid", "Camille", "Chidi",
    "Chloë", "Daniel", "Darnell", "Élodie", "Emily", "Fatima", "Gareth", "Grace", "Hannah",
    "Hiroshi", "Imani", "Isabel", "Jamal", "Jürgen", "Katarzyna", "Keisha", "Laszlo", "Leila",
    "Łukasz", "Mateo", "Mei", "Michael", "Nadia", "Ngọc", "Noah", "Olivia", "Oluwaseun", "Pádraig",
    "Patricia", "Rachel", "Rohan", "Sofía", "Søren", "Tariq", "Theo", "Vera", "William", "Yara",
    "Zoë",
)  # fmt: skip

FAMILY = (
    "Abdi", "Adeyemi", "Andersson", "Baker", "Bennett", "Brown", "Castillo", "Chen", "Cohen",
    "Côté", "D'Angelo", "Diaz", "Dubois", "Edwards", "Fernández", "Fischer", "Foster", "García",
    "Goldberg", "Gupta", "Haddad", "Hughes", "Ibrahim", "Jackson", "Johnson", "Kaya", "Kim",
    "Kowalska", "Lefebvre", "MacDonald", "Martin", "Mbeki", "Miller", "Müller", "Murphy",
    "Nakamura", "Nguyễn", "Novák", "O'Brien", "O'Connor", "Okafor", "Ortega", "Patel", "Pereira",
    "Quinn", "Robinson", "Rossi", "Sánchez", "Sato", "Schäfer", "Silva", "Smith-Jones", "St. James",
    "Thompson", "Tremblay", "van der Berg", "Walker", "Wiśniewski", "Young", "Zhang",
)  # fmt: skip

COMPLAINTS = (
    "Left knee after ACL repair",
    "Right knee, meniscus tear",
    "Low back pain with sciatica",
    "Neck pain after rear-end collision",
    "Left shoulder, frozen",
    "Right shoulder after rotator cuff repair",
    "Right ankle sprain",
    "Left ankle after fracture",
    "Hip replacement, right",
    "Hip replacement, left",
    "Knee replacement, left",
    "Tennis elbow",
    "Carpal tunnel, both hands",
    "Plantar fasciitis",
    "Balance after vestibular neuritis",
    "Gait training after stroke",
    "Pelvic floor after childbirth",
    "Jaw pain and headaches",
    "Runner's knee",
    "Achilles tendon, left",
    "Wrist fracture, right",
    "Scoliosis, adolescent",
    "Parkinson's, staying mobile",
    "Falls prevention",
)

REMARKS = (
    "Please bring your exercise sheet.",
    "Wear shorts and sports shoes today.",
    "Great progress on stairs: keep up the daily walks.",
    "We start ten minutes late; thank you for your patience.",
    "Ice for fifteen minutes after the session.",
    "Entrance through the side door, the lift is being serviced.",
    "Remember your towel and swimwear.",
    "Range of motion measured; see your home program.",
)

GERMAN_GIVEN = ("Anneliese", "Björn", "Emre", "Friederike", "Günther", "Jörg", "Mirjam", "Saskia")
GERMAN_FAMILY = ("Bäcker", "Krüger", "Öztürk", "Schröder", "Weiß", "Çelik", "Zimmermann")
SPEECH_COMPLAINTS = (
    "Stuttering, school age",
    "Aphasia after stroke",
    "Voice strain, teacher",
    "Lisp, preschool",
    "Swallowing after surgery",
)
SPEECH_REMARKS = ("Please bring the picture cards.", "Practice the breathing twice a day.")
