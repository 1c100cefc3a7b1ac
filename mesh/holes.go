package mesh

func (m *Mesh) closeHoles(open []int32) int { return 0 }
