package profiles

// The units of profile values. In a file each is written with its unit: 0.3mm, 60mm/s,
// 1500mm/s2, 8mm3/s, 240C, 35%, 12s, 1000g, 1.27g/cm3, 45deg, 25EUR/kg.
type (
	Length      float64 // mm
	Speed       float64 // mm/s
	Accel       float64 // mm/s2
	Flow        float64 // mm3/s
	Temperature float64 // degrees Celsius
	Ratio       float64 // 1 is 100 %
	Seconds     float64 // s
	Mass        float64 // g
	Density     float64 // g/cm3
	Angle       float64 // degrees
	Price       float64 // of one kilogram, in the currency of the profile
)
